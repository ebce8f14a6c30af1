using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>For how long a face is looked at before it counts as live, and what is remembered of it.</summary>
public sealed class LiveOverTimeTests
{
    static readonly ScriptedFace Subject = new();
    static readonly ScriptedFace Print = new() { Live = 0.5f };

    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(30)]
    public void Nobody_is_accepted_before_three_seconds_were_scored(double fps)
    {
        var session = new ScriptedSession { Fps = fps };

        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(0.5, closed: 0.15) }, 5);

        Assert.True(session.Decision!.Accepted);
        Assert.InRange(session.Decision.Scores.Duration, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.4));
    }

    [Fact]
    public void Strict_looks_for_five()
    {
        var session = new ScriptedSession(
            policy: "strict", options: new DecisionOptions { Strict = new DecisionOptions().Strict with { Challenges = 0, Blinks = 1 } });

        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(0.5) }, 8);

        Assert.True(session.Decision!.Accepted);
        Assert.InRange(session.Decision.Scores.Duration, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.4));
    }

    [Fact]
    public void Somebody_who_was_out_of_sight_for_a_moment_need_not_begin_anew()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 2.4).Show(ScriptedFace.None, 1.5);
        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(0.5) }, 2);

        Assert.True(session.Decision!.Accepted);
    }

    [Fact]
    public void Somebody_else_must()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Person = 2 }, 1.5).Show(ScriptedFace.None, 0.5);
        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(0.5) }, 2.9);
        Assert.Null(session.Decision);
        session.Show(Subject, 0.5);

        Assert.True(session.Decision!.Accepted);
    }

    [Fact]
    public void Hiding_an_attack_and_showing_it_again_is_no_new_try()
    {
        var session = new ScriptedSession();

        session.Show(Print, 3).Show(ScriptedFace.None, 0.5);
        session.Show(Print with { Live = 0.8f, Eyes = ScriptedFace.BlinkAt(1) }, 10);

        session.AssertRefused(ReasonCode.SpoofSuspected);
    }

    [Fact]
    public void Nor_is_showing_somebody_else_in_between()
    {
        var session = new ScriptedSession();

        session.Show(Print, 4).Show(Subject with { Person = 2, Live = 0.8f }, 0.4);
        session.Show(Print with { Live = 0.8f, Eyes = ScriptedFace.BlinkAt(1) }, 10);

        session.AssertRefused(ReasonCode.SpoofSuspected);
    }

    [Fact]
    public void Every_picture_is_scored_until_there_are_enough_then_few_while_time_is_missing()
    {
        var session = new ScriptedSession(options: new DecisionOptions { CountEvery = TimeSpan.Zero }) { Fps = 30 };

        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(0.5) }, 2.9);
        var scored = session.Wanted.Select(wants => wants.HasFlag(FrameWants.AntiSpoof)).ToList();

        Assert.All(scored.Take(18), Assert.True);
        Assert.InRange(scored.Skip(36).Count(wanted => wanted), 5, 10);
    }

    [Fact]
    public void A_face_is_scored_about_five_times_a_second_and_nobody_knows_when()
    {
        var sessions = Enumerable.Range(0, 20).Select(seed =>
        {
            var session = new ScriptedSession(seed: seed) { Fps = 60 };
            session.Show(Subject, 1.5);
            return session.Wanted.Select((wants, at) => (wants, at)).Where(picture => picture.wants.HasFlag(FrameWants.AntiSpoof))
                .Select(picture => picture.at).ToList();
        }).ToList();

        Assert.All(sessions, scored => Assert.InRange(scored.Count, 6, 12));
        Assert.True(sessions.Select(scored => string.Join(' ', scored)).Distinct().Count() > 15);
    }
}
