using System.Diagnostics;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Accuracy.Playing;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Tests.Deciding.Light;
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
    const double Delay = 0.09;   // to the page, and from the camera

    readonly SessionPlayer _player;
    readonly VideoFramePool _frames = new(limit: 64, kept: 8);

    RealPipeline(SessionPlayer player) => _player = player;

    public static async Task<RealPipeline> StartAsync(bool realTime = false, bool lights = false) => new(await SessionPlayer.StartAsync(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Models:Directory"] = SharedFiles.RequireModels(),
            ["Models:Manifest"] = ManifestPath(),
            ["Decision:Passive:Light"] = lights ? "Need" : "Off",
            ["Decision:Passive:Window"] = "00:00:20",
        }).Build(), realTime ? TimeProvider.System : null));

    /// <summary>How many pictures decisions come with.</summary>
    public int KeptPictures { set => _player.Pictures = value; }

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

    /// <summary>Plays footage of somebody before a page whose surround has so large a share of the light on the face.</summary>
    public async Task<Outcome> PlayLitAsync(Guid subject, Footage footage, double share, int from)
    {
        _player.CanLight = true;
        var face = default(Box);
        LightPlan? plan = null;
        var toldAt = 0.0;
        var strength = (float)(2 * share / (1 - share));
        _player.Watcher = evidence => face = evidence.Faces == 1 ? evidence.Box : face;
        var (decision, events, stats) = await _player.PlayAsync(SessionPurpose.Enroll, subject, Policy, Lit());
        return new(decision, events, stats);

        IEnumerable<TimedPicture> Lit()
        {
            for (var number = 0; ; number++)
            {
                var at = number / footage.Fps;
                if (_player.Heard.OfType<AuthEvent.Light>().LastOrDefault() is { } light && light.Plan != plan)
                    (plan, toldAt) = (light.Plan, at);
                var frame = footage.Rent(_frames, from + number);
                frame.RtpTimestamp = (uint)(number * 90_000 / footage.Fps);
                if (share > 0) Relighting.Light(frame, face, strength * LampedFace.ColourOf(plan, at - toldAt - Delay));
                yield return new(frame, TimeSpan.FromSeconds(at));
            }
        }
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
