using System.Text;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Signaling.Tests.Sessions;

public sealed class CourseGathererTests
{
    readonly FakeTimeProvider _clock = new();
    readonly CourseGatherer _gatherer;

    public CourseGathererTests() => _gatherer = new(_clock.GetUtcNow(), _clock);

    [Fact]
    public void What_is_told_lasts_until_something_else_is_told_or_the_session_is_over()
    {
        After(2000, new AuthEvent.Guidance(GuidanceCode.NoFace));
        After(900, new AuthEvent.Guidance(GuidanceCode.RemoveObstacle, GuidanceCode.RemoveMask));
        After(100, new AuthEvent.Guidance(GuidanceCode.RemoveObstacle, GuidanceCode.RemoveMask));
        After(4000, new AuthEvent.Guidance(GuidanceCode.HoldStill));
        End(6000);

        Assert.Equal(
            [new("no_face", null, 2000, 900), new("remove_obstacle", "mask", 2900, 4100), new("hold_still", null, 7000, 6000)],
            Course.Guidance);
        Assert.Equal((13_000, new SessionCourse.Left(0, 0, 0)), (Course.EndMs, Course.LeftOut));
    }

    [Fact]
    public void A_task_is_answered_missed_or_still_open_at_the_end()
    {
        After(1000, new AuthEvent.Challenge(ChallengeKind.TurnLeft, 1, default));
        After(2000, new AuthEvent.ChallengeOver(true));
        After(1000, new AuthEvent.Challenge(ChallengeKind.Blink, 3, default));
        After(5000, new AuthEvent.ChallengeOver(false));
        After(1000, new AuthEvent.Challenge(ChallengeKind.Smile, 1, default));
        End(500);

        Assert.Equal(
            [
                new("turn_left", 1, 1000, true, 3000), new("blink", 3, 4000, false, 9000), new("smile", 1, 10_000, null, null),
            ],
            Course.Challenges);
    }

    [Fact]
    public void A_curve_has_two_points_a_second_and_the_last_is_how_it_ended()
    {
        for (var i = 1; i <= 21; i++) After(100, Progress(i / 100.0));
        End(0);

        var curve = Course.Curve!;
        Assert.Equal([500, 1000, 1500, 2000, 2100], curve.Select(point => point.AtMs));
        Assert.Equal(new(2100, 1, 0.21, 0.21, 0.21), curve[^1]);
        Assert.Equal(0, Course.LeftOut.Points);
    }

    [Fact]
    public void A_full_curve_loses_every_second_point_and_goes_on_at_half_the_rate()
    {
        for (var i = 0; i < CourseGatherer.MostPoints + 1; i++) After(500, Progress(0.5));
        var thinned = _gatherer.ToCourse()!;
        After(500, Progress(0.75));
        After(500, Progress(1));
        End(0);

        Assert.Equal((CourseGatherer.MostPoints / 2 + 1, CourseGatherer.MostPoints / 2), (thinned.Curve!.Count, thinned.LeftOut.Points));
        Assert.Equal([500, 1500, 2500], thinned.Curve.Take(3).Select(point => point.AtMs));
        var curve = Course.Curve!;
        Assert.Equal(thinned.Curve.Count + 1, curve.Count);
        Assert.Equal((49_000, 49_500), (curve[^2].AtMs, curve[^1].AtMs));
    }

    [Fact]
    public void Of_lists_that_are_full_the_last_entry_is_the_latest_and_the_others_are_counted()
    {
        for (var i = 0; i < 100; i++)
        {
            After(10, new AuthEvent.Guidance(i % 2 == 0 ? GuidanceCode.NoFace : GuidanceCode.MoveCloser));
            After(10, new AuthEvent.Challenge(ChallengeKind.Blink, 1 + i % 3, default));
            After(10, new AuthEvent.ChallengeOver(i % 2 == 0));
            After(10, new AuthEvent.Light(null!));
        }

        End(70);

        Assert.Equal(
            (CourseGatherer.MostGuidance, CourseGatherer.MostChallenges, CourseGatherer.MostLights),
            (Course.Guidance.Count, Course.Challenges.Count, Course.Lights.Count));
        Assert.Equal(new("move_closer", null, 3970, 100), Course.Guidance[^1]);
        Assert.Equal(new("blink", 1, 3980, false, 3990), Course.Challenges[^1]);
        Assert.Equal(new(100 - CourseGatherer.MostGuidance, 100 - CourseGatherer.MostChallenges, 0), Course.LeftOut);
    }

    [Fact]
    public void The_fullest_course_is_no_longer_than_a_store_keeps()
    {
        _clock.Advance(TimeSpan.FromDays(11));
        for (var i = 0; i < 1000; i++)
        {
            var mask = i % 2 == 0 ? GuidanceCode.RemoveMask : GuidanceCode.RemoveSunglasses;
            After(1000, new AuthEvent.Guidance(GuidanceCode.RemoveObstacle, mask));
            After(1000, new AuthEvent.Challenge(ChallengeKind.MoveCloser, 3, default));
            After(1000, new AuthEvent.ChallengeOver(false));
            After(1000, new AuthEvent.Light(null!));
            After(1000, Progress(0.33));
        }

        End(100_000);

        Assert.InRange(Encoding.UTF8.GetByteCount(Course.ToJson()), 8 * 1024, ISessionCourses.MostBytes);
    }

    [Fact]
    public void What_it_writes_it_reads()
    {
        After(2000, new AuthEvent.Guidance(GuidanceCode.RemoveMask));
        After(10, new AuthEvent.Challenge(ChallengeKind.Blink, 2, default));
        After(10, new AuthEvent.Light(null!));
        After(10, Progress(0.4));
        End(70);

        var read = SessionCourse.Read(Course.ToJson())!;

        Assert.Equal(Course.ToJson(), read.ToJson());
        Assert.Equal((2, null), (read.Challenges[0].Count, read.Challenges[0].Answered));
    }

    [Fact]
    public void Where_nothing_happened_there_is_none_and_after_the_end_nothing_is_gathered()
    {
        After(1000, new AuthEvent.ChallengeOver(true));
        End(1000);
        After(1000, new AuthEvent.Guidance(GuidanceCode.NoFace));

        Assert.Null(_gatherer.ToCourse());
    }

    [Fact]
    public void Gathering_allocates_nothing()
    {
        var gatherer = new CourseGatherer(default, new StandingClock());
        AuthEvent[] said =
        [
            Progress(0.5), new AuthEvent.Guidance(GuidanceCode.NoFace), new AuthEvent.Challenge(ChallengeKind.Blink, 1, default),
            new AuthEvent.ChallengeOver(true), new AuthEvent.Guidance(GuidanceCode.HoldStill),
        ];
        foreach (var one in said) gatherer.Handle(one);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            foreach (var one in said)
                gatherer.Handle(one);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Printed_it_says_nothing_of_the_person()
    {
        After(10, Progress(0.4));
        End(0);

        Assert.Equal("SessionCourse", $"{Course}");
    }

    SessionCourse Course => _gatherer.ToCourse()!;

    void After(int ms, AuthEvent said)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(ms));
        _gatherer.Handle(said);
    }

    void End(int ms)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(ms));
        _gatherer.HandleEnded();
    }

    static AuthEvent.Progress Progress(double share) => new(
        share, new Dictionary<string, double> { ["face"] = 1, ["liveness"] = share, ["antispoof"] = share, ["recognition"] = share });

    sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
