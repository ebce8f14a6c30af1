namespace FaceAuth.Store.Contracts;

/// <summary>Which node runs a session.</summary>
/// <remarks>
/// The node keeps its own sessions' entries alive; those of a node that is gone run out after a minute. Every call ends within a
/// short bound and never throws. Safe from many threads.
/// </remarks>
public interface ISessionDirectory
{
    /// <summary>This node runs the session from now on.</summary>
    ValueTask AddAsync(Guid session);

    /// <summary>It does no longer. What another node entered meanwhile stays.</summary>
    ValueTask RemoveAsync(Guid session);

    /// <summary>Where a session runs; null when no node is known to run it, which while the shared state is away may be wrong.</summary>
    ValueTask<SessionPlace?> FindAsync(Guid session);
}
