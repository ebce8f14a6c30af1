namespace FaceAuth.Store.Contracts;

/// <summary>Deletes what was kept for as long as section "Retention" says.</summary>
/// <remarks>Safe from many threads and nodes. Goes on where a crash stopped it: what is over is over at the next run too.</remarks>
public interface IRetention
{
    /// <summary>Deletes in small transactions, so that no other write waits for long.</summary>
    /// <param name="erased">Told of each subject once it is gone, to end what still uses it.</param>
    /// <param name="cancellation">Stops between two transactions.</param>
    Task<RetentionReport> RunAsync(Action<Guid> erased, CancellationToken cancellation);
}
