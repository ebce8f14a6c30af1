namespace FaceAuth.Store.Contracts;

/// <summary>An attempt that was counted as a failure before it was made.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Rank">How strict the policy is that it was made under, 0 for the mildest.</param>
/// <param name="At">When, on this node's clock.</param>
/// <param name="Counted">In which counts.</param>
public sealed record AttemptTicket(SessionPurpose Purpose, int Rank, DateTimeOffset At, IReadOnlyList<AttemptBound> Counted)
{
    /// <summary>Counts that it filled up to a wall, each with its failures: from now on they wait, or are over.</summary>
    public IReadOnlyList<(AttemptBound Bound, int Failures)> Walls { get; init; } = [];

    /// <summary>Each row with when it was tried before, and whether it grew by this one.</summary>
    internal IReadOnlyList<(Guid Row, DateTimeOffset TriedBefore, bool Grew)> Rows { get; init; } = [];
}
