namespace FaceAuth.Store.Contracts;

/// <summary>Checks the audit's chains piece by piece, so that what is altered is told though nobody reads it.</summary>
/// <remarks>One call at a time; safe beside everything else.</remarks>
public interface IAuditCheck
{
    /// <summary>How many entries one call checks at most.</summary>
    const int MostEntries = 200_000;

    /// <summary>Checks what is new of every chain since the last call, then goes on checking what is old once more.</summary>
    /// <remarks>
    /// How far it came is kept every 10 000 entries. What does not hold is told by health, metric, log and the audit itself
    /// (<c>audit.chain_altered</c>).
    /// </remarks>
    /// <param name="moved">Told how many more entries were checked.</param>
    /// <param name="cancellation">Ends it between two pieces; the next call goes on there.</param>
    ValueTask<AuditCheckReport> CheckAsync(Action<int> moved, CancellationToken cancellation);
}
