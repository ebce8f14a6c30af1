using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Pipeline.Stages;

/// <summary>Where the head points, and how light and sharp the face is.</summary>
internal sealed class QualityStage(IFaceModels models) : FrameStage(models)
{
    readonly BatchCall<Box, HeadAngles> _poses = new();
    readonly BatchCall<Box, QualityScores> _qualities = new();
    readonly List<FrameJob> _judged = [];

    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face)
    {
        Models.Pose([picture], [face.Box], new HeadAngles[1]);
        Models.Quality([picture], [face.Box], new QualityScores[1]);
    }

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) => job.Evidence.Faces == 1;

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        _poses.Clear();
        _qualities.Clear();
        _judged.Clear();
        foreach (var job in jobs)
        {
            _poses.Add(job.Picture, job.Evidence.Box);
            if (job.Wants(FrameWants.Glance)) continue;
            _qualities.Add(job.Picture, job.Evidence.Box);
            _judged.Add(job);
        }

        Models.Pose(_poses.Pictures, _poses.Inputs, _poses.Results);
        for (var i = 0; i < jobs.Length; i++)
        {
            jobs[i].Evidence.Pose = _poses.Results[i];
            ReadLight(jobs[i]);
        }

        if (_judged.Count > 0) Models.Quality(_qualities.Pictures, _qualities.Inputs, _qualities.Results);
        for (var i = 0; i < _judged.Count; i++) _judged[i].Evidence.Quality = _qualities.Results[i];
    }

    static void ReadLight(FrameJob job)
    {
        if (job.Wants(FrameWants.Light) && LightReading.TryRead(job.Picture, job.Evidence.Box, out var light)) job.Evidence.Light = light;
    }
}
