using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Stages;

/// <summary>Scores live or attack, for pictures that passed every gate so far.</summary>
internal sealed class AntiSpoofStage(IFaceModels models, FaceGate gate) : FrameStage(models)
{
    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face) => Models.AntiSpoof(picture, face.Box);

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) => job.Wants.HasFlag(FrameWants.AntiSpoof) && Passes(job, gate);

    /// <inheritdoc/>
    protected override void Look(FrameJob job) => job.Evidence.Spoof = Models.AntiSpoof(job.Picture, job.Evidence.Box);
}
