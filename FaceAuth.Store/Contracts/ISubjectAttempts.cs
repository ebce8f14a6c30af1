namespace FaceAuth.Store.Contracts;

/// <summary>How often each subject was tried in vain, on all nodes that share their state.</summary>
/// <remarks>
/// A node's attempts are forgotten a window after the first of them; those of all nodes are added up. Every call ends within a short
/// bound and never throws, whatever happens to the shared state: a node alone counts on by itself. Safe from many threads.
/// </remarks>
public interface ISubjectAttempts
{
    /// <summary>Whether a subject may be tried now; nothing is counted.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="most">Attempts allowed in a window.</param>
    ValueTask<bool> MayTryAsync(Guid subject, int most);

    /// <summary>Counts an attempt; false when there were too many, and then it is not counted.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="most">Attempts allowed in a window.</param>
    /// <param name="window">How long they are remembered.</param>
    ValueTask<bool> TryBeginAsync(Guid subject, int most, TimeSpan window);

    /// <summary>An attempt that this node counted was none after all.</summary>
    ValueTask TakeBackAsync(Guid subject);

    /// <summary>The subject was accepted: what was counted is forgotten on every node.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="window">The same as in <see cref="TryBeginAsync"/>.</param>
    ValueTask HandleAcceptedAsync(Guid subject, TimeSpan window);
}
