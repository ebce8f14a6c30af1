using FaceAuth.Media.Ice;

namespace FaceAuth.Media.Loop;

/// <summary>A loop of the server, what its peers are offered, and how many they are. Safe from many threads.</summary>
internal sealed record ServerLoop(MediaLoop Loop, IReadOnlyList<IceCandidate> Candidates)
{
    int _peers;

    /// <summary>Counts a peer in on the loop with the fewest; <see cref="Leave"/> counts it out.</summary>
    internal static ServerLoop Join(ServerLoop[] loops)
    {
        var chosen = loops[0];
        foreach (var loop in loops)
            if (Volatile.Read(ref loop._peers) < Volatile.Read(ref chosen._peers)) chosen = loop;
        Interlocked.Increment(ref chosen._peers);
        return chosen;
    }

    internal void Leave() => Interlocked.Decrement(ref _peers);
}
