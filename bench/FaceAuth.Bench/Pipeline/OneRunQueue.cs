using FaceAuth.Pipeline.Runs;
using FaceAuth.Pipeline.Scheduling;

namespace FaceAuth.Bench.Pipeline;

/// <summary>A queue of one.</summary>
internal sealed class OneRunQueue : IRunQueue
{
    AuthRun? _next;

    public void Add(AuthRun run) => _next = run;

    public AuthRun? Take() => Interlocked.Exchange(ref _next, null);
}
