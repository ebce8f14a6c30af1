using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>What ends a session that would not end by itself.</summary>
public sealed class DeadlineTests
{
    static readonly ScriptedFace Subject = new();

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.3, false)]
    public void Accepts_nothing_that_comes_after_the_end(double late, bool accepted)
    {
        var session = new ScriptedSession { Fps = 30 };
        session.Delay = picture => TimeSpan.FromSeconds(picture > 293 ? 0.03 + late : 0.03);

        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(9.6) }, 12);

        Assert.Equal(accepted, session.Decision!.Accepted);
    }

    [Fact]
    public void Refuses_when_no_picture_comes()
    {
        var session = new ScriptedSession();

        session.Wait(19.9);
        Assert.Null(session.Decision);
        session.Wait(0.2);

        Assert.Equal([ReasonCode.NoVideo], session.Decision!.Reasons);
        Assert.Equal(TimeSpan.Zero, session.Decision.Scores.Duration);
    }

    [Fact]
    public void Refuses_when_the_pictures_stop()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 2).Wait(9.9);
        Assert.Null(session.Decision);
        session.Wait(0.2);

        Assert.Equal([ReasonCode.NoVideo], session.Decision!.Reasons);
    }

    [Fact]
    public void Says_what_is_wrong_with_a_single_picture_long_before_the_pictures_are_missed()
    {
        var session = new ScriptedSession();
        session.Picture(ScriptedFace.None, 0);

        session.Wait(1);

        Assert.Equal([GuidanceCode.NoFace], session.Guidance);
        Assert.Null(session.Decision);
    }

    [Fact]
    public void Refuses_as_timed_out_when_nothing_else_was_wrong_but_there_was_too_little()
    {
        var session = new ScriptedSession(options: new DecisionOptions { LifeNamedAfter = TimeSpan.FromSeconds(60) });

        session.Show(Subject, 12);

        Assert.Equal([ReasonCode.TimedOut], session.Decision!.Reasons);
    }

    [Fact]
    public void Refuses_with_an_internal_error_when_a_model_failed()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 1);
        session.Machine.HandleFault(session.Now);
        session.Drain(session.Now);

        Assert.Equal([ReasonCode.InternalError], session.Decision!.Reasons);
    }

    [Theory]
    [InlineData("passive", 10)]
    [InlineData("standard", 40)]
    [InlineData("strict", 50)]
    public void A_policys_time_runs_from_the_first_picture_with_one_face(string policy, double seconds)
    {
        // a face that moves is asked for nothing, and blinks at nothing
        var session = new ScriptedSession(policy: policy);
        var restless = Subject with { Turning = time => 15 * (float)Math.Sin(time * 8) };

        session.Show(ScriptedFace.None, 3).Show(restless, seconds - 0.1);
        Assert.Null(session.Decision);
        session.Show(restless, 0.3);

        session.AssertRefused(ReasonCode.NoSignOfLife);
    }

    [Fact]
    public void Time_without_pictures_is_not_the_persons_time()
    {
        var session = new ScriptedSession();
        var restless = Subject with { Turning = time => 15 * (float)Math.Sin(time * 8) };

        session.Show(restless, 4).Wait(6).Show(restless, 5.7);
        Assert.Null(session.Decision);
        session.Show(restless, 0.6);

        session.AssertRefused(ReasonCode.NoSignOfLife);
    }

    [Fact]
    public void A_person_whose_video_paused_begins_anew_and_is_accepted()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(1) }, 2.5).Wait(6).Show(Subject, 4);
        Assert.Null(session.Decision);   // the blink before the pause is nobody's
        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(0.5) }, 3);

        Assert.True(session.Decision?.Accepted);
    }

    [Fact]
    public void Pauses_stretch_the_time_to_twice_as_much_at_most()
    {
        var session = new ScriptedSession();
        var restless = Subject with { Turning = time => 15 * (float)Math.Sin(time * 8) };
        var start = session.Now;

        while (session.Decision is null) session.Show(restless, 0.5).Wait(2);

        Assert.InRange(session.Now - start, TimeSpan.FromSeconds(19.9), TimeSpan.FromSeconds(20.3));
        session.AssertRefused(ReasonCode.NoSignOfLife);
    }

    [Fact]
    public void A_pause_that_goes_on_ends_the_session_as_one_without_video_at_its_limit()
    {
        var session = new ScriptedSession();
        var restless = Subject with { Turning = time => 15 * (float)Math.Sin(time * 8) };

        session.Show(restless, 8).Wait(9.9);
        Assert.Null(session.Decision);
        session.Wait(0.2);

        session.AssertRefused(ReasonCode.NoVideo);
    }

    [Fact]
    public void A_challenges_time_goes_on_while_no_pictures_come()
    {
        var session = new ScriptedSession(policy: "standard");
        while (session.Asked.Count == 0) session.Picture(Subject, 0);

        session.Wait(session.Asked[0].TimeLeft.TotalSeconds + 0.1);

        Assert.Contains(new AuthEvent.ChallengeOver(false), session.Events);
    }

    [Fact]
    public void The_machine_asks_to_be_woken_at_each_deadline()
    {
        var options = new DecisionOptions();
        var session = new ScriptedSession(policy: "standard");
        Assert.Equal(session.Now + options.FirstPicture, session.Machine.Deadline);

        session.Picture(ScriptedFace.None, 0);
        var taken = session.Now + TimeSpan.FromMilliseconds(30);
        Assert.Equal(taken + options.GuidanceSettles, session.Machine.Deadline);
        session.Wait(1);
        Assert.Equal(taken + options.PictureGap, session.Machine.Deadline);

        while (session.Asked.Count == 0) session.Picture(Subject, 0);
        session.Show(Subject, session.Asked[0].TimeLeft.TotalSeconds - 1);
        Assert.InRange(session.Machine.Deadline - session.Now, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(1.1));
        session.Wait(1.2);

        Assert.Contains(new AuthEvent.ChallengeOver(false), session.Events);
    }

    [Fact]
    public void Every_reason_has_a_session_that_ends_with_it()
    {
        foreach (var reason in Enum.GetValues<ReasonCode>()) Refused(reason).AssertRefused(reason);
    }

    static ScriptedSession Refused(ReasonCode reason) => reason switch
    {
        ReasonCode.NoFace => new ScriptedSession().Show(ScriptedFace.None, 12),
        ReasonCode.OneFaceOnly => new ScriptedSession().Show(Subject with { Faces = 2 }, 20),
        ReasonCode.FaceObstructed => new ScriptedSession().Show(Subject with { MouthCovered = 5, Mask = 0.99f }, 20),
        ReasonCode.PoorQuality => new ScriptedSession().Show(Subject with { Light = 0.1f }, 20),
        ReasonCode.NoSignOfLife => new ScriptedSession().Show(Subject, 20),
        ReasonCode.ChallengeFailed => new ScriptedSession(policy: "strict").Show(Subject, 40),
        ReasonCode.SpoofSuspected => new ScriptedSession().Show(Subject with { Live = 0.02f }, 20),
        ReasonCode.NotSamePerson => new ScriptedSession().Show(Subject with { Person = 2 }, 20),
        ReasonCode.TimedOut =>
            new ScriptedSession(options: new DecisionOptions { LifeNamedAfter = TimeSpan.FromSeconds(60) }).Show(Subject, 12),
        ReasonCode.NoVideo => new ScriptedSession().Wait(30),
        ReasonCode.InternalError => Ended((machine, now) => machine.HandleFault(now)),
        ReasonCode.StorageFull or ReasonCode.StoreUnavailable => Ended((machine, now) => machine.HandleFault(now, reason)),
        ReasonCode.ServerBusy => Slow(),
        ReasonCode.InjectionSuspected => Injected(),
        ReasonCode.LightNotSeen => Unlit(),
        ReasonCode.KnownAsAnother => Ended((machine, now) => machine.HandleDuplicate(now)),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a session."),
    };

    static ScriptedSession Slow()
    {
        var session = new ScriptedSession().Show(Subject, 1);
        session.Machine.HandleLoad(TimeSpan.FromSeconds(60));
        return session.Show(Subject, 100);
    }

    static ScriptedSession Unlit()
    {
        var options = new DecisionOptions();
        return new ScriptedSession(options: options with { Passive = options.Passive with { Light = LightUse.Need } }, canLight: true)
            .Show(Subject, 12);
    }

    static ScriptedSession Injected()
    {
        var options = new DecisionOptions();
        options = options with { Passive = options.Passive with { RefuseOn = ["pacing"] } };
        var session = new ScriptedSession(options: options);
        session.Machine.HandleSignal(new(SignalKind.Pacing, SignalState.Raised));
        return session.Show(Subject, 20);
    }

    static ScriptedSession Ended(Action<DecisionMachine, TimeSpan> how)
    {
        var session = new ScriptedSession().Show(Subject, 1);
        how(session.Machine, session.Now);
        session.Drain(session.Now);
        return session;
    }
}
