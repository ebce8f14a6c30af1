using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Pipeline.Stages;

/// <summary>Scores live or attack, for pictures that passed every gate so far.</summary>
/// <remarks>
/// A face turned away, too large or cut off is scored too: it speaks for nobody, but a print held askew or into the camera shall be named.
/// Keeps the picture's brightness too, with which the next is compared.
/// </remarks>
internal sealed class AntiSpoofStage(IFaceModels models, FaceGate gate) : FrameStage(models)
{
    readonly BatchCall<Box, AntiSpoofScores> _calls = new();

    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face) =>
        Models.AntiSpoof([picture], [face.Box], new AntiSpoofScores[1]);

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) =>
        job.Wants(FrameWants.AntiSpoof)
        && gate.Judge(job.Evidence) is FrameFlaw.None or FrameFlaw.TurnedAway or FrameFlaw.TooLarge or FrameFlaw.CutOff;

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        _calls.Clear();
        foreach (var job in jobs) _calls.Add(job.Picture, job.Evidence.Box);
        Models.AntiSpoof(_calls.Pictures, _calls.Inputs, _calls.Results);
        for (var i = 0; i < jobs.Length; i++)
        {
            jobs[i].Evidence.Spoof = _calls.Results[i];
            jobs[i].Evidence.Sketch.Take(jobs[i].Picture);
        }
    }
}
