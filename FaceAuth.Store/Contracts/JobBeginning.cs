namespace FaceAuth.Store.Contracts;

/// <summary>What became of the wish to begin a run.</summary>
/// <param name="Run">The run, which is the caller's now; null where there is none.</param>
/// <param name="IsBusy">Whether another run of the slot goes on, so that a later try may succeed; else the run asked for is over.</param>
public readonly record struct JobBeginning(JobRun? Run, bool IsBusy);
