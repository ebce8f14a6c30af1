using FaceAuth.Frames;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Stages;

/// <summary>One picture on its way through the stages, with what they found.</summary>
/// <remarks>
/// Pooled: there are as many as pictures may be under way at once. It has one owner, the thread that works on it or the lane it waits in.
/// </remarks>
/// <param name="embeddingLength">Floats in one embedding.</param>
internal sealed class FrameJob(int embeddingLength)
{
    readonly TimeSpan[] _stageTimes = new TimeSpan[StageNames.All.Count];
    VideoFrame? _frame;
    IFrameRun? _run;

    /// <summary>The picture at several sizes.</summary>
    public PicturePyramid Picture { get; } = new();

    /// <summary>What the models said.</summary>
    public FrameEvidence Evidence { get; } = new(embeddingLength);

    /// <summary>Whose picture it is.</summary>
    public IFrameRun Run => _run ?? throw new InvalidOperationException("The job is idle.");

    /// <summary>Where the face was last.</summary>
    public FollowedFace Followed { get; private set; } = new();

    /// <summary>The subject's templates when verifying; null otherwise.</summary>
    public ITemplateSet? Templates => _run?.Templates;

    /// <summary>The picture's RTP timestamp.</summary>
    public uint RtpTimestamp { get; private set; }

    /// <summary>Which of the dearer models shall look.</summary>
    public FrameWants Wanted { get; set; }

    /// <summary>What the eyes look like while no blink begins, for <see cref="FrameWants.Glance"/>.</summary>
    public OpenEyes? OpenEyes { get; set; }

    /// <summary>The face, when the picture was searched and has one.</summary>
    public DetectedFace Face { get; set; }

    /// <summary>Why a stage failed; the picture is passed on untouched after that.</summary>
    public Exception? Fault { get; set; }

    /// <summary>When it came to the stage where it waits.</summary>
    public TimeSpan WaitingSince { get; set; }

    /// <summary>Whether it holds a picture.</summary>
    public bool IsLoaded => _frame is not null;

    /// <summary>Whether it came as far as the decision.</summary>
    public bool IsJudged { get; set; }

    /// <summary>Time each stage took, by its place in <see cref="StageNames.All"/>; zero for a stage that had nothing to do.</summary>
    public Span<TimeSpan> StageTimes => _stageTimes;

    /// <summary>Thread time that all stages together took.</summary>
    public TimeSpan Cost
    {
        get
        {
            var cost = TimeSpan.Zero;
            foreach (var stage in _stageTimes) cost += stage;
            return cost;
        }
    }

    /// <summary>Whether no stage needs to look at it any more.</summary>
    public bool IsDead => Fault is not null || _run is { IsClosed: true };

    /// <summary>Whether a dearer model shall look. <see cref="Enum.HasFlag"/> would allocate in a debug build.</summary>
    public bool Wants(FrameWants model) => (Wanted & model) != 0;

    /// <summary>What is told of the picture where every one is reported.</summary>
    /// <param name="latency">From its last packet to the end of its analysis.</param>
    public FrameReport Report(TimeSpan latency)
    {
        var stages = new Dictionary<string, TimeSpan>(StageNames.All.Count);
        for (var stage = 0; stage < StageNames.All.Count; stage++)
        {
            if (_stageTimes[stage] > TimeSpan.Zero) stages[StageNames.All[stage]] = _stageTimes[stage];
        }

        return new(RtpTimestamp, Evidence.Faces, latency, stages);
    }

    /// <summary>Takes a run's picture and its ownership.</summary>
    public void Load(IFrameRun run, VideoFrame frame, FrameTime time)
    {
        _run = run;
        Load(run.Followed, frame, time);
        Evidence.Colour = ColourSpread.Of(frame);
    }

    /// <summary>Takes a picture that belongs to no run, and its ownership: it is examined, not decided about.</summary>
    public void Load(FollowedFace followed, VideoFrame frame, FrameTime time)
    {
        (Followed, _frame, Face, Fault, IsJudged) = (followed, frame, default, null, false);
        followed.Fit(frame.Width, frame.Height);
        Picture.Load(frame);
        RtpTimestamp = frame.RtpTimestamp;
        OpenEyes = null;
        Evidence.Clear();
        (Evidence.Time, Evidence.Width, Evidence.Height) = (time, frame.Width, frame.Height);
        Array.Clear(_stageTimes);
    }

    /// <summary>Gives the picture back; the job can be used again.</summary>
    public void Unload()
    {
        Picture.Unload();
        _frame?.Dispose();
        (_run, _frame, Fault) = (null, null, null);
    }
}
