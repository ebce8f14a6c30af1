using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Loop;

/// <summary>Finds the peer a datagram is for.</summary>
/// <remarks>
/// A connectivity check goes by the username fragment it names, all else by the address it comes from, once a check made that address
/// valid. Both maps are bounded by the number of peers and <see cref="IceOptions.MaxPairs"/>. One owner.
/// </remarks>
internal sealed class PeerRouter
{
    readonly Dictionary<string, LoopPeer> _byFragment = new(StringComparer.Ordinal);
    readonly Dictionary<CandidatePair, LoopPeer> _byPair = [];
    readonly Dictionary<string, LoopPeer>.AlternateLookup<ReadOnlySpan<char>> _fragments;

    internal PeerRouter() => _fragments = _byFragment.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Addresses known now.</summary>
    internal int Pairs => _byPair.Count;

    /// <summary>Gives the peer these username fragments, the second during an ICE restart, and takes its others away.</summary>
    internal void Name(LoopPeer peer, string fragment, string? pending)
    {
        foreach (var old in peer.Fragments) _byFragment.Remove(old);
        peer.Fragments = pending is null ? [fragment] : [fragment, pending];
        foreach (var name in peer.Fragments) _byFragment[name] = peer;
    }

    /// <summary>Forgets the peer and every address of it.</summary>
    internal void Remove(LoopPeer peer)
    {
        foreach (var fragment in peer.Fragments) _byFragment.Remove(fragment);
        foreach (var (pair, owner) in _byPair)
        {
            if (owner == peer) _byPair.Remove(pair);
        }
    }

    /// <summary>Follows one change of a peer's address list. An address that moved to another peer is the other one's.</summary>
    internal void Apply(LoopPeer peer, CandidatePair pair, bool added)
    {
        if (added) _byPair[pair] = peer;
        else if (_byPair.TryGetValue(pair, out var owner) && owner == peer) _byPair.Remove(pair);
    }

    /// <summary>The peer for a datagram; null when there is none.</summary>
    internal LoopPeer? Find(ReadOnlySpan<byte> datagram, CandidatePair from)
    {
        if (StunMessage.LooksLikeStun(datagram) && StunMessage.TryRead(datagram, out var message) && message.Class == StunClass.Request)
            return FindByUsername(message.Username);
        return _byPair.GetValueOrDefault(from);
    }

    LoopPeer? FindByUsername(ReadOnlySpan<byte> username)
    {
        var colon = username.IndexOf((byte)':');
        if (colon is <= 0 or > IceCredentials.MaxLength) return null;
        Span<char> fragment = stackalloc char[colon];
        for (var i = 0; i < colon; i++) fragment[i] = (char)username[i];
        return _fragments.TryGetValue(fragment, out var peer) ? peer : null;
    }
}
