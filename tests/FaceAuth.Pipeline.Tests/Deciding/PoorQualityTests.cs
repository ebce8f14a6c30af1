using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Pictures that count for nothing, and what the person is told.</summary>
public sealed class PoorQualityTests
{
    static readonly ScriptedFace Subject = new();

    [Theory]
    [InlineData("small", GuidanceCode.MoveCloser)]
    [InlineData("large", GuidanceCode.MoveBack)]
    [InlineData("cut", GuidanceCode.CenterFace)]
    [InlineData("dark", GuidanceCode.MoreLight)]
    [InlineData("dark, its shadows like covers", GuidanceCode.MoreLight)]
    [InlineData("side", GuidanceCode.HoldUpright)]
    [InlineData("grey", GuidanceCode.UseColourCamera)]
    [InlineData("blurred", GuidanceCode.HoldCameraSteady)]
    [InlineData("turned", GuidanceCode.LookStraight)]
    public void Refuses_poor_pictures_and_says_what_to_do(string flaw, GuidanceCode expected)
    {
        var session = new ScriptedSession();
        var face = flaw switch
        {
            "small" => Subject with { FaceWidth = 60 },
            "large" => Subject with { FaceWidth = 360, X = 100, Y = -5 },
            "cut" => Subject with { X = -40 },
            "dark" => Subject with { Light = 0.1f },
            "dark, its shadows like covers" => Subject with { Light = 0.1f, EyesCovered = 3, MouthCovered = 3, Mask = 0.9f },
            "side" => Subject with { Tilt = 90, EyesCovered = 3 },
            "grey" => Subject with { Colour = 0.1f, Live = 0.01f },
            "blurred" => Subject with { Sharpness = 0.05f },
            _ => Subject with { Yaw = 32 },
        };

        session.Show(face with { Eyes = ScriptedFace.BlinkAt(2) }, 12);

        session.AssertRefused(ReasonCode.PoorQuality);
        // no hand is steady enough for a camera that shows nothing sharp
        GuidanceCode[] then = flaw == "blurred" ? [GuidanceCode.UseSharperCamera] : [];
        Assert.Equal([expected, .. then], session.Guidance);
    }
}
