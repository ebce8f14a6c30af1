using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Pipeline.Stages;

/// <summary>Hands what was found to the run's decision machine, and the job back to the run.</summary>
internal sealed class DecideStage(IFaceModels models) : FrameStage(models)
{
    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) => true;

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        foreach (var job in jobs)
        {
            job.IsJudged = true;
            job.Evidence.Scene.Take(job.Picture);
            job.Run.HandleFrame(job.Evidence, job.Picture);
        }
    }

    /// <inheritdoc/>
    protected override void Leave(FrameJob job) => job.Run.End(job);
}
