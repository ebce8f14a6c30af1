using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Who is refused as somebody else.</summary>
public sealed class NotSamePersonTests
{
    static readonly ScriptedFace Subject = new();

    [Fact]
    public void Refuses_somebody_else_after_two_seconds_without_waiting_for_a_blink()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Person = 2 }, 10);

        Assert.Equal([ReasonCode.NotSamePerson], session.Decision!.Reasons);
        Assert.InRange(session.Decision.Scores.Duration, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Names_the_spoof_too_when_somebody_else_looks_like_one()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Person = 2, Live = 0.1f }, 10);

        Assert.Equal([ReasonCode.NotSamePerson, ReasonCode.SpoofSuspected], session.Decision!.Reasons);
    }
}
