using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Who is refused for want of a sign of life.</summary>
public sealed class NoSignOfLifeTests
{
    static readonly ScriptedFace Subject = new();

    [Fact]
    public void Refuses_a_still_for_want_of_a_sign_of_life_when_time_is_up()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 9.9);
        Assert.Null(session.Decision);
        session.Show(Subject, 1);

        session.AssertRefused(ReasonCode.NoSignOfLife);
        Assert.Contains(GuidanceCode.Blink, session.Guidance);
    }

    [Fact]
    public void Refuses_a_shaken_still()
    {
        var session = new ScriptedSession { Fps = 30 };
        var shaken = new Random(3);

        while (session.Decision is null)
        {
            var shift = (float)shaken.NextDouble() * 60;
            session.Picture(Subject with { X = 200 + shift, Eyes = _ => 0.75f + 0.25f * (float)shaken.NextDouble() }, 0);
        }

        session.AssertRefused(ReasonCode.NoSignOfLife);
    }

    [Fact]
    public void Refuses_who_blinks_and_then_holds_up_a_picture_of_the_subject()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Person = 2, Eyes = ScriptedFace.BlinkAt(1.0) }, 1.6).Show(Subject, 12);

        session.AssertRefused(ReasonCode.NoSignOfLife);
    }

    [Fact]
    public void Refuses_who_blinks_between_two_pictures_of_the_subject()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 1.5)
            .Show(Subject with { Person = 2, Eyes = ScriptedFace.BlinkAt(0.1) }, 0.5)
            .Show(Subject, 12);

        session.AssertRefused(ReasonCode.NoSignOfLife);
    }

    [Fact]
    public void Refuses_who_blinks_for_a_picture_beside_them()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 1.5)
            .Show(Subject with { Faces = 2, Eyes = ScriptedFace.BlinkAt(0.5) }, 1.5)
            .Show(Subject, 12);

        session.AssertRefused(ReasonCode.NoSignOfLife);
        Assert.Contains(GuidanceCode.OneFaceOnly, session.Guidance);
    }
}
