using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Stages;

/// <summary>Where the head points, and how light and sharp the face is.</summary>
internal sealed class QualityStage(IFaceModels models) : FrameStage(models)
{
    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face)
    {
        Models.Pose(picture, face.Box);
        Models.Quality(picture, face.Box);
    }

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) => job.Evidence.Faces == 1;

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        foreach (var job in jobs)
        {
            var evidence = job.Evidence;
            evidence.Pose = Models.Pose(job.Picture, evidence.Box);
            evidence.Quality = Models.Quality(job.Picture, evidence.Box);
        }
    }
}
