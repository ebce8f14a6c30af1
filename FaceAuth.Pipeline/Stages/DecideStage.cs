namespace FaceAuth.Pipeline.Stages;

/// <summary>Hands what was found to the run's decision machine.</summary>
internal sealed class DecideStage(IFaceModels models) : FrameStage(models)
{
    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) => true;

    /// <inheritdoc/>
    protected override void Look(FrameJob job)
    {
        job.IsJudged = true;
        job.Run.HandleFrame(job.Evidence);
    }
}
