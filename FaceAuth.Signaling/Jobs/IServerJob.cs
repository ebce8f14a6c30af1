namespace FaceAuth.Signaling.Jobs;

/// <summary>The work of one job. <see cref="JobDescriptor"/> says what it is called and when it runs.</summary>
/// <remarks>
/// Made anew for each run. It may be ended between any two steps, by a kill too: what it has done must be right to do again from the last
/// <see cref="JobProgress.Advance"/> on.
/// </remarks>
internal interface IServerJob
{
    /// <summary>Does the work and says in one sentence what came of it; no name of a person is in it.</summary>
    /// <exception cref="JobException">It cannot be done; the message says what to do.</exception>
    Task<string> RunAsync(JobProgress progress, CancellationToken cancellation);
}
