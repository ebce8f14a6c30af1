using System.Diagnostics;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Pipeline.Tests.Flows;

/// <summary>
/// The pipeline as the host composes it: real models, real store. On a clock that moves with the pictures, so that
/// what a slow machine does is what a fast one does; or on the real one.
/// </summary>
internal sealed class RealPipeline : IAsyncDisposable
{
    const string Owner = "rp:flows";

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-flows-").FullName;
    readonly ServiceProvider _services;
    readonly FakeTimeProvider? _clock;
    readonly TimeProvider _time;
    readonly VideoFramePool _frames = new(limit: 64, kept: 8);

    RealPipeline(bool realTime)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Store:Directory"] = _folder,
            ["Models:Directory"] = SharedFiles.RequireModels(),
            ["Models:Manifest"] = ManifestPath(),
        }).Build();
        _clock = realTime ? null : new FakeTimeProvider();
        _time = _clock ?? TimeProvider.System;
        _services = new ServiceCollection().AddLogging().AddSingleton(_time)
            .AddFaceAuthStore(configuration).AddFaceAuthPipeline(configuration).BuildServiceProvider();
    }

    AuthPipeline Pipeline => _services.GetRequiredService<AuthPipeline>();

    public static async Task<RealPipeline> StartAsync(bool realTime = false)
    {
        var pipeline = new RealPipeline(realTime);
        await pipeline._services.GetRequiredService<StoreInitializer>().InitializeAsync(default);
        await pipeline.Pipeline.StartAsync(default);
        Assert.True(pipeline.Pipeline.Readiness.IsReady, pipeline.Pipeline.Readiness.Problem);
        return pipeline;
    }

    public async Task<Guid> NewSubjectAsync() =>
        (await _services.GetRequiredService<ISubjectStore>().GetOrCreateAsync(Owner, Guid.NewGuid().ToString(), default)).Id;

    /// <summary>A subject who enrolled with a clip.</summary>
    public async Task<Guid> EnrolAsync(Footage footage)
    {
        var subject = await NewSubjectAsync();
        var outcome = await PlayAsync(SessionPurpose.Enroll, subject, footage);
        Assert.True(outcome.Decision.Accepted, outcome.ToString());
        return subject;
    }

    /// <summary>Plays footage until the decision.</summary>
    public async Task<Outcome> PlayAsync(SessionPurpose purpose, Guid? subject, Footage footage)
    {
        var admission = await Pipeline.OpenAsync(new AuthRequest(Guid.NewGuid(), Owner, purpose, subject, "passive"), default);
        Assert.Null(admission.Refusal);
        await using var run = admission.Run!;
        var outcome = _clock is null ? await PlayLiveAsync(run, footage) : await PlayInStepAsync(run, footage, _clock);
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Assert.Equal([], _frames.Leaks());
        _frames.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // each picture analysed before the next is taken, the clock moved by the camera's period
    async Task<Outcome> PlayInStepAsync(IAuthRun run, Footage footage, FakeTimeProvider clock)
    {
        run.ReportsEveryPicture = true;
        var events = new List<AuthEvent>();
        for (var picture = 0; ; picture++)
        {
            clock.Advance(TimeSpan.FromSeconds(1 / footage.Fps));
            Offer(run, footage, picture);
            if (await ReadAsync(run, events, seen => seen is AuthEvent.Analysed) is { } outcome) return outcome;
        }
    }

    // at the camera's own pace, whatever the models manage
    async Task<Outcome> PlayLiveAsync(IAuthRun run, Footage footage)
    {
        var reading = ReadAsync(run, [], _ => false);
        var started = Stopwatch.GetTimestamp();
        using var camera = new PeriodicTimer(TimeSpan.FromSeconds(1 / footage.Fps));
        for (var picture = 0; !reading.IsCompleted; picture = (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * footage.Fps))
        {
            Offer(run, footage, picture);
            await camera.WaitForNextTickAsync();
        }

        return (await reading)!;
    }

    void Offer(IAuthRun run, Footage footage, int picture)
    {
        var frame = footage.Rent(_frames, picture);
        frame.ReceivedAt = _time.GetElapsedTime(0);
        run.Offer(frame);
    }

    static async Task<Outcome?> ReadAsync(IAuthRun run, List<AuthEvent> events, Func<AuthEvent, bool> enough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await run.Events.WaitToReadAsync(patience.Token))
        {
            while (run.Events.TryRead(out var seen))
            {
                events.Add(seen);
                if (seen is AuthEvent.Decided { Decision: var decision }) return new Outcome(decision, events, run.Snapshot());
                if (enough(seen)) return null;
            }
        }

        throw new InvalidOperationException("The feed ended without a decision.");
    }

    static string ManifestPath()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            var path = Path.Combine(above.FullName, "models", "manifest.json");
            if (File.Exists(path)) return path;
        }

        throw new FileNotFoundException("models/manifest.json is in no folder above the tests.");
    }
}
