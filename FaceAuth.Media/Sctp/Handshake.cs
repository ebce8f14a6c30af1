using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>
/// Brings an association up: INIT, INIT ACK, COOKIE ECHO, COOKIE ACK, also when both sides begin at once (RFC 9260 §5.1, §5.2).
/// </summary>
/// <remarks>
/// A second INIT on an association that is up is answered, as §5.2.2 asks, but its cookie is refused: over DTLS the peer has no reason to
/// restart, and nobody else may.
/// </remarks>
internal sealed class Handshake
{
    readonly SctpOptions _options;
    readonly SctpCounters _counters;
    readonly Random _random;
    readonly byte[] _key = new byte[32];

    byte[]? _initAck;        // a whole chunk value, and the tag it goes to
    uint _initAckTag;
    byte[]? _cookie;         // the peer's cookie, to be brought back
    (uint Tag, TimeSpan By)? _stale;   // whose cookie came too late, and by how much
    int _tries;
    TimeSpan _timeout;
    bool _isSendDue, _isCookieAckDue;

    /// <summary>Picks tag, first TSN and cookie key.</summary>
    public Handshake(SctpOptions options, SctpCounters counters, Random random)
    {
        (_options, _counters, _random) = (options, counters, random);
        random.NextBytes(_key);
        LocalTag = NextTag();
        LocalInitialTsn = NextUInt32();
    }

    /// <summary>The tag in packets to us.</summary>
    public uint LocalTag { get; }

    /// <summary>Our first TSN.</summary>
    public uint LocalInitialTsn { get; }

    /// <summary>What the peer said about itself; its tag is 0 until we know it.</summary>
    public InitFields Peer { get; private set; }

    /// <summary>
    /// <see cref="SctpState.Closed"/>, <see cref="SctpState.CookieWait"/>, <see cref="SctpState.CookieEchoed"/> or
    /// <see cref="SctpState.Established"/>.
    /// </summary>
    public SctpState State { get; private set; }

    /// <summary>When <see cref="HandleTimeout"/> is due (T1-init, T1-cookie).</summary>
    public TimeSpan Deadline { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Begins: sends INIT, unless the peer was faster.</summary>
    public void Start()
    {
        if (State == SctpState.Closed) Enter(SctpState.CookieWait);
    }

    /// <summary>Takes in the value of an INIT chunk, in any state.</summary>
    /// <returns>False when it cannot be read.</returns>
    public bool HandleInit(ReadOnlySpan<byte> value, TimeSpan now)
    {
        if (!InitFields.TryRead(value, out var peer, out _)) return false;

        // Before we are up our own tag stays, so that both sides' handshakes meet (§5.2.1); afterwards another is given,
        // whose cookie HandleCookieEcho knows by that (§5.2.2).
        var isUp = State == SctpState.Established;
        var cookie = new StateCookie(isUp ? NextTag() : LocalTag, isUp ? NextUInt32() : LocalInitialTsn, peer, now);
        var fields = OwnFields(cookie.LocalTag, cookie.LocalInitialTsn);

        Span<byte> reports = stackalloc byte[256];
        var reported = InitFields.WriteUnrecognized(value, reports);
        const int before = InitFields.FixedBytes + InitFields.ExtensionBytes + SctpParameter.HeaderBytes;
        _initAck = new byte[before + StateCookie.Bytes + reported];
        _initAckTag = peer.Tag;
        fields.Write(_initAck);
        BinaryPrimitives.WriteUInt16BigEndian(_initAck.AsSpan(before - 4), (ushort)SctpParameterType.StateCookie);
        BinaryPrimitives.WriteUInt16BigEndian(_initAck.AsSpan(before - 2), SctpParameter.HeaderBytes + StateCookie.Bytes);
        cookie.Write(_initAck.AsSpan(before, StateCookie.Bytes), _key);
        reports[..reported].CopyTo(_initAck.AsSpan(before + StateCookie.Bytes));
        return true;
    }

    /// <summary>Takes in the value of an INIT ACK chunk; ignored unless we wait for one (§5.2.3).</summary>
    /// <returns>False when it cannot be read.</returns>
    public bool HandleInitAck(ReadOnlySpan<byte> value)
    {
        if (State != SctpState.CookieWait) return true;
        var maxCookie = _options.MaxPacketBytes - SctpPacket.HeaderBytes - SctpChunk.HeaderBytes;
        if (!InitFields.TryRead(value, out var peer, out var cookie) || cookie.IsEmpty || cookie.Length > maxCookie) return false;

        Peer = peer;
        _cookie = cookie.ToArray();
        Enter(SctpState.CookieEchoed);
        return true;
    }

    /// <summary>Takes in the value of a COOKIE ECHO chunk (§5.1.5, §5.2.4).</summary>
    /// <param name="value">The cookie.</param>
    /// <param name="packetTag">The packet's verification tag.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether it was accepted: what follows in the packet belongs to this association.</returns>
    public bool HandleCookieEcho(ReadOnlySpan<byte> value, uint packetTag, TimeSpan now)
    {
        if (!StateCookie.TryRead(value, _key, out var cookie) || cookie.LocalTag != packetTag) return Refuse();

        var isOurs = cookie.LocalTag == LocalTag;
        var isSamePeer = State is SctpState.CookieEchoed or SctpState.Established && cookie.Peer.Tag == Peer.Tag;
        if (State == SctpState.Established && !(isOurs && isSamePeer))
        {
            _counters.RestartsRefused++;   // actions A and B of §5.2.4 once we are up
            return false;
        }

        if (!isOurs) return Refuse();   // action C: an old cookie
        if (!isSamePeer && now - cookie.IssuedAt > _options.CookieLife)
        {
            _stale = (cookie.Peer.Tag, now - cookie.IssuedAt - _options.CookieLife);
            return Refuse();
        }

        if (State != SctpState.Established) Peer = cookie.Peer;   // nothing known yet, or action B: the peer's other INIT counts
        _isCookieAckDue = true;                                    // action D, also when our COOKIE ACK was lost
        Enter(SctpState.Established);
        return true;
    }

    /// <summary>Takes in a COOKIE ACK.</summary>
    public void HandleCookieAck()
    {
        if (State == SctpState.CookieEchoed) Enter(SctpState.Established);
    }

    /// <summary>The peer says that our cookie was stale: begins again (§5.2.6).</summary>
    public void HandleStaleCookie()
    {
        if (State != SctpState.CookieEchoed) return;
        var tries = _tries;
        Enter(SctpState.CookieWait);
        _tries = tries;   // the peer must not keep us at it for ever
        Peer = default;
    }

    /// <summary>INIT or COOKIE ECHO was not answered.</summary>
    /// <returns>False when neither was too often: the peer is not there.</returns>
    public bool HandleTimeout()
    {
        Deadline = TimeSpan.MaxValue;
        if (_tries > _options.MaxInitRetransmits) return false;
        _timeout = _timeout * 2 < _options.RtoMax ? _timeout * 2 : _options.RtoMax;
        _isSendDue = true;
        return true;
    }

    /// <summary>Writes a packet that must go alone: INIT, INIT ACK or the report of a stale cookie.</summary>
    /// <returns>Its length; 0 when there is none.</returns>
    public int WriteAlone(Span<byte> datagram, TimeSpan now)
    {
        if (_initAck is { } initAck)
        {
            _initAck = null;
            var packet = new SctpPacketWriter(datagram, _options.Port, _initAckTag);
            packet.TryAdd(SctpChunkType.InitAck, 0, initAck);
            return packet.Finish();
        }

        if (State == SctpState.CookieWait && _isSendDue)
        {
            var packet = new SctpPacketWriter(datagram, _options.Port, tag: 0);
            packet.TryAdd(SctpChunkType.Init, 0, InitFields.FixedBytes + InitFields.ExtensionBytes, out var value);
            OwnFields(LocalTag, LocalInitialTsn).Write(value);
            HandleSent(now);
            return packet.Finish();
        }

        return WriteStale(datagram);
    }

    /// <summary>Adds COOKIE ACK or COOKIE ECHO, which come first in their packet.</summary>
    public void Write(ref SctpPacketWriter packet, TimeSpan now)
    {
        if (_isCookieAckDue && packet.TryAdd(SctpChunkType.CookieAck, 0, [])) _isCookieAckDue = false;
        if (State == SctpState.CookieEchoed && _isSendDue && packet.TryAdd(SctpChunkType.CookieEcho, 0, _cookie)) HandleSent(now);
    }

    /// <summary>The association is over.</summary>
    public void Close()
    {
        State = SctpState.Closed;
        (_initAck, _stale, _isSendDue, _isCookieAckDue, Deadline) = (null, null, false, false, TimeSpan.MaxValue);
    }

    int WriteStale(Span<byte> datagram)
    {
        if (_stale is not { } stale) return 0;
        _stale = null;
        var packet = new SctpPacketWriter(datagram, _options.Port, stale.Tag);
        packet.TryAdd(SctpChunkType.Error, 0, 8, out var value);
        BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)SctpCause.StaleCookie);
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], 8);
        BinaryPrimitives.WriteUInt32BigEndian(value[4..], (uint)Math.Min(stale.By.TotalMicroseconds, uint.MaxValue));
        return packet.Finish();
    }

    void Enter(SctpState state)
    {
        var isWaiting = state is SctpState.CookieWait or SctpState.CookieEchoed;
        State = state;
        Deadline = TimeSpan.MaxValue;
        _isSendDue = isWaiting;
        _tries = 0;
        _timeout = _options.RtoInitial;
        if (!isWaiting) _cookie = null;
    }

    void HandleSent(TimeSpan now)
    {
        _isSendDue = false;
        _tries++;
        Deadline = now + _timeout;
    }

    bool Refuse()
    {
        _counters.CookiesRefused++;
        return false;
    }

    InitFields OwnFields(uint tag, uint initialTsn) => new(
        tag, (uint)_options.ReceiveWindowBytes, (ushort)_options.Streams, (ushort)_options.Streams, initialTsn, true, true);

    uint NextTag()
    {
        uint tag;
        do tag = NextUInt32();
        while (tag == 0);
        return tag;
    }

    uint NextUInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        _random.NextBytes(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
