using FaceAuth.Pipeline.Scheduling;
using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Bench.Pipeline;

/// <summary>A queue of one.</summary>
internal sealed class OneRunQueue : IRunQueue
{
    IFrameRun? _next;

    public void Add(IFrameRun run) => _next = run;

    public IFrameRun? Take() => Interlocked.Exchange(ref _next, null);
}
