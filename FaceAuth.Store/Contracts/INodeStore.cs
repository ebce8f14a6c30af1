namespace FaceAuth.Store.Contracts;

/// <summary>Nodes of one database that say that they live, and which sessions each of them runs.</summary>
/// <remarks>
/// No clock is compared: who looks sees whether another's beat grows. A session's entry goes in the transaction that ends the session.
/// Safe from many threads and nodes.
/// </remarks>
public interface INodeStore
{
    /// <summary>Says that a node lives; false when the others had forgotten it, or never knew it.</summary>
    ValueTask<bool> BeatAsync(Guid node, CancellationToken cancellation);

    /// <summary>All nodes that are known.</summary>
    ValueTask<IReadOnlyList<NodeBeat>> ListAsync(CancellationToken cancellation);

    /// <summary>A node runs a claimed session from now on; nothing is written of one that has ended meanwhile.</summary>
    /// <param name="node">The node.</param>
    /// <param name="session">The session.</param>
    /// <param name="attempt">The attempt that was counted for it; null for none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask EnterAsync(Guid node, Guid session, AttemptTicket? attempt, CancellationToken cancellation);

    /// <summary>It does no longer, though the session has not ended.</summary>
    ValueTask LeaveAsync(Guid session, CancellationToken cancellation);

    /// <summary>Sessions that a node runs, at most 1000.</summary>
    ValueTask<IReadOnlyList<PlacedSession>> SessionsOfAsync(Guid node, CancellationToken cancellation);

    /// <summary>Whether a node's beat is still the one that was seen.</summary>
    ValueTask<bool> IsSilentAsync(NodeBeat seen, CancellationToken cancellation);

    /// <summary>Forgets a node that has ended; false, and not, while sessions of it are left.</summary>
    ValueTask<bool> ForgetAsync(Guid node, CancellationToken cancellation);
}
