using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Stages;

/// <summary>What covers the face. Looks also where the mesh saw none: a mask may hide a face from it.</summary>
internal sealed class ObstacleStage(IFaceModels models) : FrameStage(models)
{
    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face)
    {
        Models.Cover(picture, face.Points, Models.Obstacle(picture, face.Box));
        Models.Mask(picture, face.Box);
    }

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) => job.Evidence.Faces == 1;

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        foreach (var job in jobs)
        {
            var evidence = job.Evidence;
            var margins = Models.Obstacle(job.Picture, evidence.Box);
            evidence.Obstacle = margins;
            evidence.Covered = Models.Cover(job.Picture, evidence.Mesh is { } mesh ? mesh.Points : job.Face.Points, margins);
            evidence.Mask = Models.Mask(job.Picture, evidence.Box);
        }
    }
}
