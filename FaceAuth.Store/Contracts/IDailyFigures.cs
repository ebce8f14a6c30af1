namespace FaceAuth.Store.Contracts;

/// <summary>Counts by day how sessions ended. The counts name nobody and stay when the sessions go.</summary>
/// <remarks>Safe from many threads and nodes: each day is counted once.</remarks>
public interface IDailyFigures
{
    /// <summary>Counts the days that are over and were not counted yet.</summary>
    Task<FiguresReport> RollUpAsync(CancellationToken cancellation);

    /// <summary>The figures of a span of days, by day.</summary>
    /// <param name="owner">Whose; null adds up those of all owners.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day, at most 366 days after the first.</param>
    /// <param name="cancellation">Stops the wait.</param>
    ValueTask<IReadOnlyList<DailyFigure>> ListAsync(string? owner, DateOnly from, DateOnly to, CancellationToken cancellation);
}
