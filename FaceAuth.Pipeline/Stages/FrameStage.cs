using System.Runtime.InteropServices;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Pipeline.Stages;

/// <summary>One step of the pictures' analysis: looks at jobs and writes down what it found. One worker's, one thread at a time.</summary>
/// <param name="models">The worker's models, which it owns.</param>
internal abstract class FrameStage(IFaceModels models) : IDisposable
{
    readonly List<FrameJob> _looking = [];

    /// <summary>The worker's models.</summary>
    protected IFaceModels Models => models;

    /// <summary>Looks at the pictures in which there is something for this stage.</summary>
    /// <remarks>
    /// Whatever a model throws is kept in <see cref="FrameJob.Fault"/> of the picture it threw at; the others of its batch are looked at
    /// again without it.
    /// </remarks>
    /// <param name="jobs">The batch.</param>
    /// <param name="index">This stage's place in <see cref="StageNames.All"/>.</param>
    /// <param name="time">Measures how long it took; a batch's pictures share its time.</param>
    public void Run(ReadOnlySpan<FrameJob> jobs, int index, TimeProvider time)
    {
        _looking.Clear();
        foreach (var job in jobs)
        {
            if (!job.IsDead && Applies(job)) _looking.Add(job);
        }

        if (_looking.Count > 0)
        {
            var start = time.GetTimestamp();
            Attempt(CollectionsMarshal.AsSpan(_looking));
            var share = time.GetElapsedTime(start) / _looking.Count;
            foreach (var job in _looking) job.StageTimes[index] = share;
        }

        foreach (var job in jobs) Leave(job);
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

    /// <summary>Does it, for all of them or, where it throws, for none.</summary>
    protected abstract void Look(ReadOnlySpan<FrameJob> jobs);

    /// <summary>The picture leaves the stage, whether it was looked at or not.</summary>
    protected virtual void Leave(FrameJob job)
    {
    }

    void Attempt(ReadOnlySpan<FrameJob> jobs)
    {
        try
        {
            Look(jobs);
        }
#pragma warning disable CA1031 // whatever a model throws ends that one run, never the others
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (jobs.Length == 1) jobs[0].Fault = fault;
            else for (var i = 0; i < jobs.Length; i++) Attempt(jobs.Slice(i, 1));
        }
    }
}
