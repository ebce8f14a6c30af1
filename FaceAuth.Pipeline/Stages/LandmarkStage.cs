using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Stages;

/// <summary>
/// Lays the mesh on the face that was found, or on where the last picture's face was: eyes, presence, and the way to
/// the next picture.
/// </summary>
internal sealed class LandmarkStage(IFaceModels models, FaceGate gate) : FrameStage(models)
{
    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face) => Models.Mesh(picture, Models.RegionOf(face));

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) => !job.Evidence.Searched || job.Evidence.Faces > 0;

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        foreach (var job in jobs) Lay(job);
    }

    void Lay(FrameJob job)
    {
        var (evidence, followed) = (job.Evidence, job.Followed);
        var region = evidence.Searched ? Models.RegionOf(job.Face) : followed.Region;
        var mesh = Models.Mesh(job.Picture, region);
        evidence.Mesh = mesh;
        if (!evidence.Searched)
        {
            evidence.Faces = 1;
            evidence.Box = followed.Move(mesh);
        }

        if (!gate.HasFace(evidence)) followed.Lose();
        else if (evidence.Searched) followed.Start(evidence.Box, mesh);
        else followed.Keep(mesh);
    }
}
