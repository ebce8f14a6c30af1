using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Stages;

/// <summary>
/// Scores live or attack, for pictures that passed every gate so far. A face turned away, too large or cut off is
/// scored too: it speaks for nobody, but a print held askew or into the camera shall be named. Keeps
/// the picture's brightness too, with which the next is compared.
/// </summary>
internal sealed class AntiSpoofStage(IFaceModels models, FaceGate gate) : FrameStage(models)
{
    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face) => Models.AntiSpoof(picture, face.Box);

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) =>
        job.Wants(FrameWants.AntiSpoof)
        && gate.Judge(job.Evidence) is FrameFlaw.None or FrameFlaw.TurnedAway or FrameFlaw.TooLarge or FrameFlaw.CutOff;

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        foreach (var job in jobs)
        {
            job.Evidence.Spoof = Models.AntiSpoof(job.Picture, job.Evidence.Box);
            job.Evidence.Sketch.Take(job.Picture);
        }
    }
}
