using FaceAuth.Frames;
using FaceAuth.Pipeline;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Pipeline.Scheduling;
using FaceAuth.Pipeline.Stages;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaceAuth.Bench.Pipeline;

/// <summary>
/// What the benchmarks of whole pictures need: the permissive pack, a picture of a face, sessions that never end, and the stages.
/// </summary>
/// <remarks>Whoever makes a <see cref="PipelineRunner"/> from <see cref="Pack"/> disposes the models with it.</remarks>
internal sealed class FrameRig : IDisposable
{
    /// <summary>Never decides and lets no model rest.</summary>
    public static readonly DecisionOptions Endless = new()
    {
        WatchEvery = TimeSpan.Zero,
        LookEvery = TimeSpan.Zero,
        CountEvery = TimeSpan.Zero,
        RecheckEvery = TimeSpan.Zero,
        PictureGap = TimeSpan.FromDays(1),
        // a still never blinks, so it is looked at for ever
        Passive = new LivenessPolicy { Blinks = 1, Window = TimeSpan.FromDays(1) },
    };

    readonly VideoFramePool _frames = new(limit: 4, kept: 4);
    readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<PipelineMetrics>().BuildServiceProvider();

    public FrameRig()
    {
        Pack = ModelPack.Load(
            new ModelsOptions { Directory = SharedFiles.RequireModels(), Manifest = Manifest() },
            new InferenceOptions { Provider = InferenceProvider.Cpu });
        Picture = Clips.Still(SharedFiles.Data("video/single_face.mp4"));
    }

    public ModelPack Pack { get; }

    public VideoFrame Picture { get; }

    /// <summary>Pictures that came from <see cref="Camera()"/> and are not given back.</summary>
    public int FramesOut => _frames.Out;

    public FrameStage[] NewStages()
    {
        var gate = new FaceGate(Endless.Gate, Pack.CoveredAt);
        return
        [
            new DetectStage(Pack.ForWorker(), gate), new LandmarkStage(Pack.ForWorker(), gate, Pack.Confirmation),
            new QualityStage(Pack.ForWorker()),
            new ObstacleStage(Pack.ForWorker()), new AntiSpoofStage(Pack.ForWorker(), gate),
            new EmbedStage(Pack.ForWorker(), gate, Pack.EmbeddingLength, Pack.Cohort), new DecideStage(Pack.ForWorker()),
        ];
    }

    /// <summary>The picture once more, as a decoder would give it.</summary>
    public VideoFrame Camera()
    {
        var frame = Blank(Picture.Width, Picture.Height);
        Picture.Y.CopyTo(frame.Y);
        Picture.U.CopyTo(frame.U);
        Picture.V.CopyTo(frame.V);
        return frame;
    }

    /// <summary>A picture of anything, taken now.</summary>
    public VideoFrame Blank(int width, int height)
    {
        if (!_frames.TryRent(width, height, out var frame)) throw new InvalidOperationException("A picture leaked.");
        frame.ReceivedAt = TimeProvider.System.GetElapsedTime(0);
        frame.RtpTimestamp = unchecked((uint)(frame.ReceivedAt.Ticks * 9 / 1000));   // a camera whose clock keeps time
        return frame;
    }

    public AuthRun NewRun(IRunQueue queue)
    {
        var brief = new DecisionBrief(
            SessionPurpose.Enroll, Guid.NewGuid(), Endless.Passive, 1, Pack.CoveredAt,
            Pack.TemplateModel, Pack.EmbeddingLength, Pack.Fusion, Pack.ModelIds);
        var machine = new DecisionMachine(Endless, brief, new Random(1), TimeProvider.System.GetElapsedTime(0));
        var context = new AuthRunContext
        {
            Time = TimeProvider.System,
            EventCapacity = new PipelineOptions().EventCapacity,
            SlowApart = new PipelineOptions().SlowApart,
            Store = null!,   // the run never decides, so nothing is ever stored
            StoreWithin = TimeSpan.FromSeconds(1),
            TemplateModel = Pack.TemplateModel,
            VerifyAt = 1,
            IdentifyAt = 1,
            Queue = queue,
            Places = new RunPlaces(new LoadMeter(1, 0)),
            Load = new LoadMeter(1, 0),
            Metrics = _services.GetRequiredService<PipelineMetrics>(),
            Log = NullLogger.Instance,
            Closed = _ => { },
        };
        return new AuthRun(
            context, new AuthRequest(Guid.NewGuid(), "bench", SessionPurpose.Enroll, Guid.NewGuid(), "passive"), machine, null);
    }

    public void Dispose()
    {
        Picture.Dispose();
        _frames.Dispose();
        _services.Dispose();
    }

    internal static string Manifest()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            var path = Path.Combine(above.FullName, "models", "manifest.json");
            if (File.Exists(path)) return path;
        }

        throw new FileNotFoundException("models/manifest.json is in no folder above the benchmark.");
    }
}
