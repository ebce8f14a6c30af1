namespace FaceAuth.Store.Contracts;

/// <summary>How often something happened lately, by key, on all nodes that share their state.</summary>
/// <remarks>
/// A node's counts are forgotten a window after the first of them; those of all nodes are added up. Every call ends within a short bound
/// and never throws, whatever happens to the shared state: a node alone counts on by itself. Safe from many threads.
/// </remarks>
public interface IRateCounts
{
    /// <summary>Counts one for a key, unless there were too many in its window; then nothing is counted.</summary>
    /// <param name="key">What is counted, 1 to 256 characters; it leaves the node only as a keyed hash.</param>
    /// <param name="most">How many are allowed in a window.</param>
    /// <param name="window">How long, from the first, what a node counted is remembered; the same for a key every time.</param>
    ValueTask<RateAnswer> TryTakeAsync(string key, int most, TimeSpan window);
}
