using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Pipeline.Tests.Deciding;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>One run and the made-up camera in front of it.</summary>
internal sealed class Sitting(PipelineFixture fixture, AuthRun run)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);   // real time, only ever spent where a test fails

    uint _timestamp = 4_294_900_000;   // wraps within the first second

    public AuthRun Run => run;

    /// <summary>Pictures a second by the camera's clock.</summary>
    public double Fps { get; init; } = 15;

    public List<AuthEvent> Events { get; } = [];

    /// <summary>Whether the server was too busy when the first picture came.</summary>
    public bool IsTurnedAway => Events.LastOrDefault() is AuthEvent.TurnedAway;

    public AuthDecision? Decision => (Events.LastOrDefault() as AuthEvent.Decided)?.Decision;

    /// <summary>Offers a picture taken now.</summary>
    public void Offer(FakeScene scene)
    {
        Assert.True(fixture.Frames.TryRent(640, 480, out var frame));
        scene.Write(frame);
        frame.ReceivedAt = fixture.Clock.GetElapsedTime(0);
        frame.RtpTimestamp = _timestamp;
        _timestamp += (uint)(90_000 / Fps);
        run.Offer(frame);
    }

    /// <summary>Shows a scene picture by picture, each analysed before the next, moving the clock, until time or the decision.</summary>
    public async Task<Sitting> ShowAsync(FakeScene scene, double seconds)
    {
        run.ReportsEveryPicture = true;
        for (var picture = 0; picture < seconds * 15 && Decision is null; picture++)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(1 / 15.0));
            Offer(scene);
            await ReadUntilAsync(seen => seen is AuthEvent.Analysed or AuthEvent.Decided);
        }

        return this;
    }

    /// <summary>Looks into the camera, blinks once, and looks on.</summary>
    public async Task<Sitting> ShowBlinkAsync(FakeScene scene)
    {
        await ShowAsync(scene, 1.5);
        await ShowAsync(scene with { Eyes = 4 }, 0.2);
        return await ShowAsync(scene, 1.5);
    }

    /// <summary>Somebody sits in front of the camera and does as asked, until the decision.</summary>
    public async Task<Sitting> AttendAsync(ScriptedPerson actor, int person = 1)
    {
        run.ReportsEveryPicture = true;
        for (var heard = 0; Decision is null;)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(1 / 15.0));
            var now = fixture.Clock.GetElapsedTime(0).TotalSeconds;
            foreach (var asked in Events.Skip(heard).OfType<AuthEvent.Challenge>()) actor.Hear(asked, now);
            heard = Events.Count;
            var face = actor.At(now);
            Offer(new FakeScene(person, Eyes: Percent(face.OpenEyes * face.Eyes(0)))
            {
                Yaw = (int)MathF.Round(face.Yaw),
                Pitch = (int)MathF.Round(face.Pitch),
                MouthOpen = Percent(face.MouthOpen),
                MouthWidth = Percent(face.MouthWidth),
                EyeSpan = (int)MathF.Round(82 * face.Growth),
            });
            await ReadUntilAsync(seen => seen is AuthEvent.Analysed or AuthEvent.Decided);
        }

        return this;

        static int Percent(float share) => (int)MathF.Round(100 * share);
    }

    /// <summary>Reads events up to one that fits; false when the feed ended before.</summary>
    public async Task<bool> ReadUntilAsync(Func<AuthEvent, bool> fits)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await run.Events.WaitToReadAsync(patience.Token))
        {
            while (run.Events.TryRead(out var seen))
            {
                Events.Add(seen);
                if (fits(seen)) return true;
            }
        }

        return false;
    }

    /// <summary>Reads what has been said so far, and lets go of a run that is decided.</summary>
    /// <remarks>That is done once its picture under way is through: on virtual time, do not wait for it, let time pass.</remarks>
    public Task CatchUpAsync()
    {
        while (run.Events.TryRead(out var seen)) Events.Add(seen);
        return Decision is null ? Task.CompletedTask : run.DisposeAsync().AsTask();
    }

    /// <summary>Reads to the end of the feed.</summary>
    public async Task<AuthDecision?> FinishAsync()
    {
        await ReadUntilAsync(_ => false);
        return Decision;
    }
}
