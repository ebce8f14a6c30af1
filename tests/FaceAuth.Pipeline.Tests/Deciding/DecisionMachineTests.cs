using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Verification under the policy "passive": who is accepted, and what is said on the way.</summary>
public sealed class DecisionMachineTests
{
    static readonly ScriptedFace Subject = new();

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(30)]
    public void Accepts_the_subject_who_blinks(double fps)
    {
        var session = new ScriptedSession { Fps = fps };

        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(2.0, closed: 0.15) }, 5);

        Assert.True(session.Decision!.Accepted);
        Assert.Equal(session.Subject, session.Decision.SubjectId);
        Assert.Empty(session.Decision.Reasons);
        Assert.Equal(1, session.Decision.Scores.Blinks);
        Assert.Equal(0.8, session.Decision.Scores.Similarity!.Value, 3);
        Assert.InRange(session.Decision.Scores.Duration, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.5));
    }

    [Fact]
    public void Accepts_within_one_showing_of_a_face_that_comes_and_goes()
    {
        var session = new ScriptedSession { Fps = 12 };

        session.Loop(9, (Subject with { Eyes = ScriptedFace.BlinkAt(0.85) }, 2.4), (ScriptedFace.None, 3.2));

        Assert.True(session.Decision!.Accepted);
    }

    [Fact]
    public void Decides_once()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Person = 2 }, 10);
        session.Machine.HandleFault(session.Now);
        session.Picture(Subject, 0);
        session.Wait(100);

        Assert.Single(session.Events.OfType<AuthEvent.Decided>());
        Assert.Equal(TimeSpan.MaxValue, session.Machine.Deadline);
    }

    [Fact]
    public void Rests_the_dear_models_while_only_a_blink_is_missing()
    {
        var session = new ScriptedSession { Fps = 30 };

        session.Show(Subject, 4);
        var resting = session.Wanted.Skip(60).ToList();   // by two seconds there is enough of all else

        Assert.InRange(resting.Count(wants => wants.HasFlag(FrameWants.Embed)), 6, 10);
        Assert.All(resting.Where(wants => wants.HasFlag(FrameWants.Embed)), wants => Assert.Equal(FrameWants.All, wants));
    }

    [Fact]
    public void Glances_at_a_clear_face_and_looks_closely_while_anything_is_wrong()
    {
        var session = new ScriptedSession();
        session.Show(Subject, 2);
        var clear = session.Wanted.Skip(15).ToList();   // by a second its open eyes are known

        session.Wanted.Clear();
        session.Show(Subject with { Light = 0.1f }, 1);
        var noticed = session.Wanted.FindIndex(wants => !wants.HasFlag(FrameWants.Glance));

        Assert.InRange(clear.Count(wants => wants == FrameWants.Glance), 6, 12);
        Assert.InRange(noticed, 0, 5);   // of 15 a second
        Assert.DoesNotContain(session.Wanted.Skip(noticed), wants => wants.HasFlag(FrameWants.Glance));
    }

    [Fact]
    public void Looks_closely_at_every_picture_of_a_blink()
    {
        var session = new ScriptedSession { Fps = 30 };
        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(1.5) }, 2);

        var blink = session.Wanted.Skip(47).Take(7).ToList();   // from 1.567 s, the picture after the first with closing eyes

        Assert.All(blink, wants => Assert.False(wants.HasFlag(FrameWants.Glance)));
    }

    [Fact]
    public void Reports_progress_in_named_steps_and_only_when_it_moves()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 8);
        var progress = session.Events.OfType<AuthEvent.Progress>().ToList();

        Assert.All(progress, report => Assert.Equal(["antispoof", "face", "liveness", "recognition"], report.Steps.Keys.Order()));
        Assert.Equal(0.5, progress[^1].Fraction, 6);   // neither alive nor, therefore, told to be anybody
        Assert.InRange(progress.Count, 3, 16);
    }

    [Theory]
    [InlineData(SessionPurpose.Verify, false)]
    [InlineData(SessionPurpose.Enroll, true)]
    public void Whether_the_face_matches_is_not_told_before_it_has_shown_to_be_alive_and_live(SessionPurpose purpose, bool hasTemplates)
    {
        var session = new ScriptedSession(purpose, hasTemplates: hasTemplates);

        session.Show(Subject, 6);
        Assert.All(session.Events.OfType<AuthEvent.Progress>(), progress => Assert.Equal(0, progress.Steps["recognition"]));
        Assert.Equal(0.5, session.Events.OfType<AuthEvent.Progress>().Last().Fraction, 6);

        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(0.5) }, 3);
        Assert.Contains(session.Events.OfType<AuthEvent.Progress>(), progress => progress.Steps["recognition"] > 0);
    }
}
