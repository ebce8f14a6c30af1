using System.Diagnostics;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Accuracy.Playing;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.Extensions.Configuration;

namespace FaceAuth.Pipeline.Tests.Flows;

/// <summary>The pipeline as the host composes it: real models, real store.</summary>
/// <remarks>
/// On a clock that moves with the pictures, so that what a slow machine does is what a fast one does; or on the real one.
/// </remarks>
internal sealed class RealPipeline : IAsyncDisposable
{
    const string Policy = "passive";

    readonly SessionPlayer _player;
    readonly VideoFramePool _frames = new(limit: 64, kept: 8);

    RealPipeline(SessionPlayer player) => _player = player;

    public static async Task<RealPipeline> StartAsync(bool realTime = false) => new(await SessionPlayer.StartAsync(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Models:Directory"] = SharedFiles.RequireModels(),
            ["Models:Manifest"] = ManifestPath(),
        }).Build(), realTime ? TimeProvider.System : null));

    public Task<Guid> NewSubjectAsync() => _player.NewSubjectAsync();

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
        if (_player.Time is not SteppedClock) return await PlayLiveAsync(purpose, subject, footage);
        var (decision, events, stats) = await _player.PlayAsync(purpose, subject, Policy, Pictures(footage));
        return new(decision, events, stats);
    }

    public async ValueTask DisposeAsync()
    {
        await _player.DisposeAsync();
        Assert.Equal([], _frames.Leaks());
        _frames.Dispose();
    }

    // without end, as a camera
    IEnumerable<TimedPicture> Pictures(Footage footage)
    {
        for (var picture = 0; ; picture++) yield return new(footage.Rent(_frames, picture), TimeSpan.FromSeconds(picture / footage.Fps));
    }

    // at the camera's own pace, whatever the models manage
    async Task<Outcome> PlayLiveAsync(SessionPurpose purpose, Guid? subject, Footage footage)
    {
        await using var run = await _player.OpenAsync(purpose, subject, Policy);
        List<AuthEvent> events = [];
        var reading = SessionPlayer.ReadAsync(run, events, _ => false);
        var started = Stopwatch.GetTimestamp();
        using var camera = new PeriodicTimer(TimeSpan.FromSeconds(1 / footage.Fps));
        for (var picture = 0; !reading.IsCompleted; picture = (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * footage.Fps))
        {
            var frame = footage.Rent(_frames, picture);
            frame.ReceivedAt = TimeProvider.System.GetElapsedTime(0);
            run.Offer(frame);
            await camera.WaitForNextTickAsync();
        }

        return new((await reading)!, events, run.Snapshot());
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
