using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Stages;

/// <summary>One step of a picture's analysis: looks at the job and writes down what it found. One worker's, one thread at a time.</summary>
/// <param name="models">The worker's models, which it owns.</param>
internal abstract class FrameStage(IFaceModels models) : IDisposable
{
    /// <summary>The worker's models.</summary>
    protected IFaceModels Models => models;

    /// <summary>Looks at the picture, if there is something for this stage in it.</summary>
    public void Run(FrameJob job)
    {
        if (Applies(job)) Look(job);
    }

    /// <summary>Runs the models once on a picture whose content means nothing, so that the first real one need not wait.</summary>
    public virtual void WarmUp(PicturePyramid picture, in DetectedFace face)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        models.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether there is something to do.</summary>
    protected abstract bool Applies(FrameJob job);

    /// <summary>Does it.</summary>
    protected abstract void Look(FrameJob job);
}
