using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Who is refused because something covers the face.</summary>
public sealed class FaceObstructedTests
{
    static readonly ScriptedFace Subject = new();

    [Fact]
    public void Refuses_an_obstacle_that_flickers()
    {
        var session = new ScriptedSession();
        var face = Subject with { Eyes = ScriptedFace.BlinkAt(2) };

        for (var picture = 0; session.Decision is null; picture++)
            session.Picture(picture % 4 < 2 ? face with { MouthCovered = 5, Mask = 0.9f } : face, picture / session.Fps);

        session.AssertRefused(ReasonCode.FaceObstructed);
        Assert.Equal(0, session.Decision!.Scores.FramesCounted);
    }

    [Fact]
    public void Refuses_a_mask_and_says_to_take_it_off()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { MouthCovered = 5, Mask = 0.99f, Presence = 0.2f, Eyes = ScriptedFace.BlinkAt(2) }, 20);

        session.AssertRefused(ReasonCode.FaceObstructed);
        Assert.Equal(
            [new AuthEvent.Guidance(GuidanceCode.RemoveObstacle, GuidanceCode.RemoveMask)], session.Events.OfType<AuthEvent.Guidance>());
    }

    [Fact]
    public void Refuses_covered_eyes_and_says_to_uncover_them()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { EyesCovered = 1, Mask = 0.9f }, 20);

        session.AssertRefused(ReasonCode.FaceObstructed);
        Assert.Contains(new AuthEvent.Guidance(GuidanceCode.RemoveObstacle, GuidanceCode.RemoveSunglasses), session.Events);
    }

    [Fact]
    public void Accepts_once_the_mask_is_off()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { MouthCovered = 5, Mask = 0.99f }, 3).Show(Subject with { Eyes = ScriptedFace.BlinkAt(1.5) }, 5);

        Assert.True(session.Decision!.Accepted);
        Assert.Equal([GuidanceCode.RemoveObstacle, GuidanceCode.HoldStill], session.Guidance.Take(2));
    }
}
