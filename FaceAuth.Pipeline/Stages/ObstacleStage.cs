using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Pipeline.Stages;

/// <summary>What covers the face. Looks also where the mesh saw none: a mask may hide a face from it.</summary>
internal sealed class ObstacleStage(IFaceModels models) : FrameStage(models)
{
    readonly BatchCall<Box, ObstacleScores> _margins = new();
    readonly BatchCall<Box, float> _masks = new();

    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face)
    {
        var margins = new ObstacleScores[1];
        Models.Obstacle([picture], [face.Box], margins);
        Models.Cover(picture, face.Points, margins[0]);
        Models.Mask([picture], [face.Box], new float[1]);
    }

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) => job.Evidence.Faces == 1 && !job.Wants(FrameWants.Glance);

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        _margins.Clear();
        _masks.Clear();
        foreach (var job in jobs)
        {
            _margins.Add(job.Picture, job.Evidence.Box);
            _masks.Add(job.Picture, job.Evidence.Box);
        }

        Models.Obstacle(_margins.Pictures, _margins.Inputs, _margins.Results);
        Models.Mask(_masks.Pictures, _masks.Inputs, _masks.Results);
        for (var i = 0; i < jobs.Length; i++)
        {
            var (job, evidence) = (jobs[i], jobs[i].Evidence);
            evidence.Obstacle = _margins.Results[i];
            evidence.Covered = Models.Cover(job.Picture, evidence.Mesh is { } mesh ? mesh.Points : job.Face.Points, _margins.Results[i]);
            evidence.Mask = _masks.Results[i];
        }
    }
}
