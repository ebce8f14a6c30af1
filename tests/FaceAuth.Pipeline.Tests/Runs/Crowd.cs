using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>Honest people in front of their cameras, all at once, on virtual time.</summary>
/// <remarks>
/// Each looks ahead and blinks now and then, for three pictures at 30 a second. Cameras start out of step and wait for nobody.
/// </remarks>
internal sealed class Crowd(PipelineFixture fixture, int seed)
{
    static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(100);

    readonly Random _random = new(seed);
    readonly List<Member> _members = [];
    int _refused;

    /// <summary>Those that were let in.</summary>
    public IEnumerable<Sitting> Sittings => _members.Select(member => member.Sitting).Where(sitting => !sitting.IsTurnedAway);

    /// <summary>Runs that were answered "busy", at once or at their first picture.</summary>
    public int Refused => _refused + _members.Count(member => member.Sitting.IsTurnedAway);

    /// <summary>Somebody comes, unless the server is busy.</summary>
    /// <param name="fps">Pictures a second of the camera.</param>
    /// <param name="blinks">Whether they ever blink.</param>
    public async Task JoinAsync(double fps = 30, bool blinks = true)
    {
        var subject = await fixture.SubjectAsync();
        var request = new AuthRequest(Guid.NewGuid(), PipelineFixture.Owner, SessionPurpose.Verify, subject, "passive");
        var admission = await fixture.Pipeline.OpenAsync(request, default);
        if (admission.Refusal is { } refusal)
        {
            Assert.Equal(AuthRefusal.Busy, refusal);
            _refused++;
            return;
        }

        var period = TimeSpan.FromSeconds(1 / fps);
        var next = Now + period * _random.NextDouble();
        _members.Add(new Member(new Sitting(fixture, (AuthRun)admission.Run!) { Fps = fps }, period)
        {
            NextAt = next,
            BlinksAt = blinks ? next + TimeSpan.FromSeconds(1 + 2 * _random.NextDouble()) : TimeSpan.MaxValue / 2,
        });
    }

    /// <summary>Lets time pass.</summary>
    public async Task PassAsync(double seconds)
    {
        List<Task> leaving = [];
        for (var until = Now + TimeSpan.FromSeconds(seconds); ;)
        {
            var next = _members.Where(member => !member.IsDone).MinBy(member => member.NextAt);
            if (next is null || next.NextAt > until) break;
            fixture.Threads.AdvanceTo(next.NextAt);
            next.Offer(_random);
            fixture.Threads.Start();
            leaving.Add(next.Sitting.CatchUpAsync());
        }

        // a picture may still be under way of somebody who was decided by the clock
        while (leaving.Exists(left => !left.IsCompleted)) fixture.Threads.AdvanceTo(Now + TimeSpan.FromMilliseconds(50));
        await Task.WhenAll(leaving);
    }

    TimeSpan Now => fixture.Clock.GetElapsedTime(0);

    sealed class Member(Sitting sitting, TimeSpan period)
    {
        static readonly FakeScene Open = new();
        static readonly FakeScene Closed = new(Eyes: 4);

        public Sitting Sitting => sitting;

        public TimeSpan NextAt { get; set; }

        public TimeSpan BlinksAt { get; set; }

        public bool IsDone => sitting.Decision is not null || sitting.IsTurnedAway;

        public void Offer(Random random)
        {
            if (NextAt >= BlinksAt + Blink) BlinksAt = NextAt + TimeSpan.FromSeconds(2 + 2 * random.NextDouble());
            sitting.Offer(NextAt >= BlinksAt ? Closed : Open);
            NextAt += period;
        }
    }
}
