namespace FaceAuth.Signaling.Limits;

/// <summary>The seats of one node that are half-open, and which of them gives way to a newcomer when all are taken.</summary>
/// <remarks>
/// Oldest first, as full queues of half-open connections do it (RFC 4987 §3.4, https://www.rfc-editor.org/rfc/rfc4987#section-3.4), but
/// from whoever has most: the network with the most seats, in it the address with the most. A newcomer whose own network and address have
/// as many as those gets none. Not safe from many threads: <see cref="SessionSeats"/> holds its lock.
/// </remarks>
internal sealed class HalfOpenSeats
{
    /// <summary>A browser that is connected sends its first picture within a second or two; so long nobody takes its only seat.</summary>
    static readonly TimeSpan Spared = TimeSpan.FromSeconds(5);

    readonly LinkedList<SessionSeat> _seats = [];               // the oldest first; as many as SessionSeats lets in
    readonly Dictionary<string, int> _addresses = [];           // no longer than that
    readonly Dictionary<string, int> _networks = [];            // nor that

    /// <summary>How many there are.</summary>
    public int Count => _seats.Count;

    /// <summary>A seat that was taken just now.</summary>
    public void Add(SessionSeat seat)
    {
        seat.HalfOpen = _seats.AddLast(seat);
        Change(seat, 1);
    }

    /// <summary>A seat is half-open no more; false where it was not.</summary>
    public bool Remove(SessionSeat seat)
    {
        if (seat.HalfOpen is not { } place) return false;
        _seats.Remove(place);
        seat.HalfOpen = null;
        Change(seat, -1);
        return true;
    }

    /// <summary>Which seat gives way to a newcomer from an address; null where none has to.</summary>
    /// <param name="address">As <see cref="SessionSeat.Address"/>.</param>
    /// <param name="now">On the host's clock.</param>
    public SessionSeat? WhoGivesWay(string address, TimeSpan now)
    {
        SessionSeat? found = null;
        (int Network, int Address, bool IsSilent) most = default;
        foreach (var seat in _seats)
        {
            if (seat.GiveWay is null) continue;   // its offer is being answered
            var isSilent = seat.ConnectedAt is not { } connected || now - connected >= Spared;
            var has = (Network: _networks[NetworkOf(seat.Address)], Address: _addresses[seat.Address], IsSilent: isSilent);
            if ((!isSilent && has.Address == 1) || has.CompareTo(most) <= 0) continue;
            (found, most) = (seat, has);
        }

        if (found is null) return null;
        var network = NetworkOf(address);
        var isFair = network == NetworkOf(found.Address) ? _addresses.GetValueOrDefault(address) < most.Address
            : _networks.GetValueOrDefault(network) < most.Network;
        return isFair ? found : null;
    }

    /// <summary>Of IPv4 the /24, of IPv6 the /48 around the /64: what one customer of a provider, or one cheap block, has.</summary>
    static string NetworkOf(string address) =>
        address.LastIndexOf('.') is > 0 and var end ? address[..end] : address[..Math.Min(address.Length, 12)];

    void Change(SessionSeat seat, int by)
    {
        Add(_addresses, seat.Address, by);
        Add(_networks, NetworkOf(seat.Address), by);
    }

    static void Add(Dictionary<string, int> counts, string of, int by)
    {
        var count = counts.GetValueOrDefault(of) + by;
        if (count == 0) counts.Remove(of);
        else counts[of] = count;
    }
}
