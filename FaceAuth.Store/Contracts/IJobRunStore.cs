namespace FaceAuth.Store.Contracts;

/// <summary>Keeps which jobs are asked for, which run where, and how they ended. Safe from many threads and many nodes.</summary>
/// <remarks>
/// The latest 200 runs of a job are kept, and those that are not over. One that was put into the database from outside, or whose order was
/// altered there, is not begun: it fails, and is reported as every altered row is.
/// </remarks>
public interface IJobRunStore
{
    /// <summary>What a job is told, UTF-8 bytes.</summary>
    const int MostParametersBytes = 4096;

    /// <summary>Asks for a run; a node that serves takes it.</summary>
    /// <exception cref="InvalidOperationException">100 runs of that job wait already.</exception>
    ValueTask<JobRun> RequestAsync(string job, string? parameters, string requestedBy, CancellationToken cancellation);

    /// <summary>The runs that wait for a node, oldest first, at most 1000.</summary>
    ValueTask<IReadOnlyList<JobRun>> WaitingAsync(CancellationToken cancellation);

    /// <summary>Begins a run, unless another of its slot goes on.</summary>
    /// <remarks>
    /// Where the latest run of that job with the same parameters did not succeed and left a cursor, it goes on from there, with its counts.
    /// </remarks>
    ValueTask<JobBeginning> BeginAsync(JobStart start, CancellationToken cancellation);

    /// <summary>Tells how far a run is, and that its node lives.</summary>
    ValueTask<JobOrder> ReportAsync(long runId, string node, JobReport report, CancellationToken cancellation);

    /// <summary>Ends a run; false where it is not that node's any more.</summary>
    ValueTask<bool> EndAsync(long runId, string node, JobRunState state, JobReport report, CancellationToken cancellation);

    /// <summary>Asks a run to end; one that waits is over at once. False where there is none that could.</summary>
    ValueTask<bool> CancelAsync(long runId, CancellationToken cancellation);

    /// <summary>Says why a run waits, where nothing is said of it yet.</summary>
    ValueTask TellAsync(long runId, string message, CancellationToken cancellation);

    /// <summary>Ends the runs that told nothing for <paramref name="silence"/>, as this process has seen; returns how many.</summary>
    /// <remarks>By its own steady clock: a run is looked at here, or at <see cref="BeginAsync"/>, before it can be lost.</remarks>
    ValueTask<int> EndLostAsync(TimeSpan silence, CancellationToken cancellation);

    /// <summary>Finds a run; null when there is none.</summary>
    ValueTask<JobRun?> FindAsync(long runId, CancellationToken cancellation);

    /// <summary>Runs of one job or of all, newest first, at most <paramref name="count"/> before <paramref name="beforeId"/>.</summary>
    /// <param name="job">Which job's; null for all.</param>
    /// <param name="beforeId">The last one of the page before; null for the first page.</param>
    /// <param name="count">1 to 1000.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    ValueTask<IReadOnlyList<JobRun>> ListAsync(
        string? job, long? beforeId, int count, CancellationToken cancellation, JobRunState? state = null);
}
