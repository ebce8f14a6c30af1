using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Cameras that show a face less sharp than others: judged by what they can, and named where that is too little.</summary>
public sealed class SoftCameraTests
{
    static readonly ScriptedFace Subject = new() { Eyes = ScriptedFace.BlinkAt(3) };

    [Theory]
    [InlineData(0.28f)]   // what four of Replay-Attack's people have in half of their pictures
    [InlineData(0.17f)]
    public void Accepts_a_person_before_a_soft_camera(float sharpness)
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Sharpness = sharpness }, 10);

        Assert.True(session.Decision?.Accepted);
        Assert.DoesNotContain(GuidanceCode.UseSharperCamera, session.Guidance);
    }

    [Fact]
    public void Asks_a_good_camera_for_what_it_can()
    {
        var session = new ScriptedSession();

        session.Show(new ScriptedFace(), 1.5).Show(Subject with { Sharpness = 0.28f }, 12);

        session.AssertRefused(ReasonCode.PoorQuality);
        Assert.Equal(GuidanceCode.HoldCameraSteady, session.Guidance.Last());
    }

    [Fact]
    public void Asks_as_much_as_of_a_good_camera_until_it_knows_better()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Sharpness = 0.28f }, 0.9);

        Assert.Equal(new FaceGateOptions().MinSharpness, session.Machine.SharpFrom);
    }

    [Fact]
    public void Never_asks_less_than_the_floor_nor_more_than_of_a_good_camera()
    {
        var gate = new FaceGateOptions();

        Assert.Equal(gate.SharpnessFloor, new ScriptedSession().Show(Subject with { Sharpness = 0.2f }, 2.5).Machine.SharpFrom);
        Assert.Equal(gate.MinSharpness, new ScriptedSession().Show(Subject with { Sharpness = 0.95f }, 2.5).Machine.SharpFrom);
        Assert.Equal(0.24f, new ScriptedSession().Show(Subject with { Sharpness = 0.4f }, 2.5).Machine.SharpFrom, 3);
    }

    [Theory]
    [InlineData("blurred")]
    [InlineData("tiny")]
    public void Names_within_three_seconds_a_camera_that_will_never_do(string camera)
    {
        var session = new ScriptedSession();

        session.Show(camera == "blurred" ? Subject with { Sharpness = 0.1f } : Subject with { Resolution = 0.15f }, 3);

        Assert.Equal(GuidanceCode.UseSharperCamera, session.Guidance.Last());
    }

    [Theory]
    [InlineData("blurred")]
    [InlineData("tiny")]
    [InlineData("grey")]
    public void Ends_a_session_that_such_a_camera_can_never_decide(string camera)
    {
        var session = new ScriptedSession(policy: "standard");

        session.Show(
            camera switch
            {
                "blurred" => Subject with { Sharpness = 0.1f },
                "tiny" => Subject with { Resolution = 0.15f },
                _ => Subject with { Colour = 0.5f },
            }, 30);

        session.AssertRefused(ReasonCode.PoorQuality);
        Assert.InRange(session.Decision!.Scores.Duration, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(70)]
    public void Asks_whoever_is_far_away_to_come_closer_before_it_blames_the_camera(float width)
    {
        var session = new ScriptedSession();

        session.Show(Subject with { FaceWidth = width, Sharpness = 0.1f }, 5);

        Assert.Equal([GuidanceCode.MoveCloser], session.Guidance);
    }

    [Fact]
    public void Takes_back_what_it_said_of_a_camera_that_comes_into_focus()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Sharpness = 0.1f }, 3).Show(Subject, 1);

        Assert.Equal(GuidanceCode.HoldStill, session.Guidance.Last());
    }
}
