using FaceAuth.Media.Conduct;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Dump;
using FaceAuth.Media.Ice;

namespace FaceAuth.Media.Peer;

/// <summary>
/// One peer, all protocols together: ICE decides whom to listen to, DTLS gives the keys, SRTP carries video, SCTP the data channel.
/// </summary>
/// <remarks>
/// Does no IO and reads no clock: hand it a datagram or a request and the time, then <see cref="Poll"/> until it returns 0, then drain
/// <see cref="TryTakeEvent"/> and <see cref="TryTakeRoute"/>; come back at <see cref="Deadline"/>. One owner, no locks.
/// </remarks>
internal sealed class PeerCore : IDisposable
{
    /// <summary>Room that <see cref="Poll"/> needs; what it writes is at most 1200 bytes.</summary>
    internal const int DatagramRoom = 1400;

    const int SendLimit = 1200;
    static readonly TimeSpan StartRetry = TimeSpan.FromMilliseconds(100);   // when the handshake pool is full

    readonly PeerParts _parts;
    readonly SecureTransport _secure;
    readonly EarlyPackets _early;
    readonly Queue<PeerEvent> _events = new();
    readonly long[] _discarded = new long[Enum.GetValues<PeerDiscard>().Length];
    TimeSpan _closeBy = TimeSpan.MaxValue;
    TimeSpan _secureBy = TimeSpan.MaxValue;
    TimeSpan _startAt = TimeSpan.MaxValue;
    bool _owesGoodbye;

    internal PeerCore(PeerParts parts)
    {
        _parts = parts;
        _secure = new SecureTransport(parts.Handshakes, parts.Handshake, parts.Ciphers, parts.Data.HandlePacket, parts.Wake);
        _early = new EarlyPackets(parts.EarlyPackets, parts.Packets);
    }

    /// <summary>Why the peer has ended; null while it lives. <see cref="Poll"/> may still have a goodbye to send.</summary>
    internal PeerEnd? End { get; private set; }

    /// <summary>When to call <see cref="Poll"/> next.</summary>
    internal TimeSpan Deadline
    {
        get
        {
            if (End is not null) return TimeSpan.MaxValue;
            var deadline = Min(Min(_parts.Ice.Deadline, _closeBy), Min(_secureBy, _startAt));
            return _secure.State == SecureState.Up ? Min(deadline, Min(_parts.Data.Deadline, _parts.Video.Deadline)) : deadline;
        }
    }

    internal bool IsUp => _secure.State == SecureState.Up && End is null;

    internal bool IsChannelOpen => _parts.Data.IsOpen && End is null;

    internal IceMachine Ice => _parts.Ice;

    internal SecureTransport Secure => _secure;

    internal DataPath Data => _parts.Data;

    /// <summary>Watches how the other side behaves; null for a client.</summary>
    internal PeerConduct? Conduct => _parts.Conduct;

    internal long BytesReceived { get; private set; }

    internal long PacketsReceived { get; private set; }

    internal long BytesSent { get; private set; }

    internal long PacketsSent { get; private set; }

    /// <summary>Where decrypted media is written for debugging; null, the rule, writes none. The core owns it.</summary>
    internal RtpDump? Dump { get; set; }

    /// <summary>How many datagrams were dropped for <paramref name="reason"/>.</summary>
    internal long Discarded(PeerDiscard reason) => _discarded[(int)reason];

    /// <summary>Takes one datagram, which is decrypted in place. Never throws for its content.</summary>
    internal void HandleDatagram(Span<byte> datagram, CandidatePair from, TimeSpan now)
    {
        if (End is not null) return;
        BytesReceived += datagram.Length;
        PacketsReceived++;
        var kind = PacketDemux.Classify(datagram);
        if (kind == PacketKind.Stun)
        {
            _parts.Ice.HandleStun(datagram, from, now);
            return;
        }

        if (kind == PacketKind.Unknown) Discard(PeerDiscard.UnknownProtocol);
        else if (!_parts.Ice.IsValid(from)) Discard(PeerDiscard.Unvalidated);
        else HandleSecured(datagram, kind, from, now);
    }

    /// <summary>Queues one message; false when the channel is not open or its send buffer is full.</summary>
    internal bool TrySend(ReadOnlySpan<byte> utf8, TimeSpan now) => IsChannelOpen && _parts.Data.TrySend(utf8, now);

    /// <summary>Closes once everything queued was acknowledged, at the latest after <paramref name="linger"/>.</summary>
    internal void Close(TimeSpan now, TimeSpan linger)
    {
        if (End is null) _closeBy = Min(_closeBy, now + linger);
    }

    /// <summary>Ends at once and says nothing.</summary>
    internal void Vanish() => Finish(PeerEnd.ClosedHere, saysGoodbye: false);

    /// <summary>Ends because of something outside: an overrun, a fault.</summary>
    internal void Fail(PeerEnd reason) => Finish(reason, saysGoodbye: true);

    /// <summary>Writes the next datagram into <paramref name="datagram"/>, <see cref="DatagramRoom"/> long; 0 when there is none.</summary>
    internal int Poll(TimeSpan now, Span<byte> datagram, out CandidatePair to)
    {
        var length = Next(now, datagram, out to);
        if (length == 0) return 0;
        PacketsSent++;
        BytesSent += length;
        return length;
    }

    int Next(TimeSpan now, Span<byte> datagram, out CandidatePair to)
    {
        to = default;
        if (End is null)
        {
            var answer = _parts.Ice.Poll(now, datagram, out to);
            if (answer > 0) return answer;
            Advance(now);
        }

        to = _parts.Ice.Selected;
        if (_parts.Ice.State != IceState.Connected) return 0;
        var length = _secure.Poll(datagram);
        if (length == 0 && End is not null) return PollGoodbye(now, datagram);
        if (length > 0 || _secure.State != SecureState.Up) return length;
        length = PollData(now, datagram);
        if (length > 0) return length;
        length = _parts.Video.PollRtcp(now, datagram);
        if (length > 0) return _secure.ProtectRtcp(datagram, length);
        length = _parts.Video.PollRtp(now, datagram);
        return length > 0 ? _secure.ProtectRtp(datagram, length) : 0;
    }

    /// <summary>The next thing for the host, in order; <see cref="PeerEvent.Ended"/> is not among them, see <see cref="End"/>.</summary>
    internal bool TryTakeEvent(out PeerEvent happened) => _events.TryDequeue(out happened!);

    /// <summary>The next address that became valid or expired.</summary>
    internal bool TryTakeRoute(out CandidatePair pair, out bool added) => _parts.Ice.TryTakeChange(out pair, out added);

    /// <inheritdoc/>
    public void Dispose()
    {
        Finish(PeerEnd.ClosedHere, saysGoodbye: false);
        _secure.Dispose();
        _early.Dispose();
        _parts.Video.Dispose();
        _parts.Data.Dispose();
        Dump?.Dispose();
    }

    void HandleSecured(Span<byte> datagram, PacketKind kind, CandidatePair from, TimeSpan now)
    {
        var isUp = _secure.State == SecureState.Up;
        var isAuthentic = false;
        if (kind == PacketKind.Dtls)
        {
            var before = _secure.RecordsReceived;
            if (!_secure.HandleDtls(datagram, now)) Discard(PeerDiscard.HandshakeBusy);
            isAuthentic = _secure.RecordsReceived != before;
        }
        else if (isUp)
        {
            isAuthentic = HandleMedia(datagram, kind, now);
        }
        else if (!_early.TryAdd(datagram, now))
        {
            Discard(PeerDiscard.EarlyMedia);
        }

        // before there are keys there is no telling, so then a choice stands
        if (isAuthentic || !(isUp || _parts.Ice.IsNominated)) _parts.Ice.HandleData(from, now);
    }

    /// <summary>Takes one packet; false when it is not authentic.</summary>
    bool HandleMedia(Span<byte> packet, PacketKind kind, TimeSpan now)
    {
        if (kind == PacketKind.Rtcp)
        {
            if (!_secure.TryUnprotectRtcp(packet, out var rtcp)) return false;
            Dump?.Write(packet[..rtcp], isRtcp: true, now);
            _parts.Video.HandleRtcp(packet[..rtcp], now);
            return true;
        }

        if (!_secure.TryUnprotectRtp(packet, out var rtp)) return false;
        Dump?.Write(packet[..rtp], isRtcp: false, now);
        if (!_parts.Video.HandleRtp(packet[..rtp], now)) Discard(PeerDiscard.WrongDirection);
        return true;
    }

    /// <summary>Moves from one protocol's end to the next one's beginning.</summary>
    void Advance(TimeSpan now)
    {
        if (_parts.Ice.State == IceState.NeverConnected) Finish(PeerEnd.NeverConnected, saysGoodbye: false);
        if (_parts.Ice.State == IceState.ConsentExpired) Finish(PeerEnd.ConsentExpired, saysGoodbye: false);   // nothing may be sent
        if (_parts.Ice.State == IceState.Connected && _secure.State != SecureState.Up) DriveHandshake(now);
        if (_secure.State == SecureState.Failed) Finish(EndFor(_secure.Failure), saysGoodbye: false);
        TakeDataEvents();
        if (_parts.Conduct?.TakeNews() == true) _events.Enqueue(new PeerEvent.SignsChanged());
        if (_parts.Video.IsUndecodable(now)) Finish(PeerEnd.NotDecodable, saysGoodbye: true);
        if (_secure.State == SecureState.Closed) Finish(PeerEnd.ClosedByPeer, saysGoodbye: false);
        if (_closeBy != TimeSpan.MaxValue && (now >= _closeBy || _parts.Data.BufferedBytes == 0 || !IsUp))
            Finish(PeerEnd.ClosedHere, saysGoodbye: true);
    }

    /// <summary>Drives the handshake: starts it when that is our part, takes its end, gives it up at its deadline.</summary>
    void DriveHandshake(TimeSpan now)
    {
        if (_secureBy == TimeSpan.MaxValue) _secureBy = now + _parts.SecureTimeout;
        if (_secure is { Role: DtlsRole.Client, State: SecureState.Waiting })
            _startAt = _secure.TryStart() ? TimeSpan.MaxValue : now + StartRetry;
        if (_secure.Service(now) && _secure.State == SecureState.Up) BeginSecured(now);
        else if (now >= _secureBy) Fail(PeerEnd.HandshakeFailed);
    }

    void BeginSecured(TimeSpan now)
    {
        _secureBy = TimeSpan.MaxValue;
        _events.Enqueue(new PeerEvent.Connected());
        _parts.Conduct?.HandleHello(_secure.Hello);
        _parts.Data.Start(now);
        _secure.HandleUnread(now);
        Span<byte> packet = stackalloc byte[Rtp.PacketPool.BufferBytes];
        while (_early.TryTake(packet, out var length, out var arrivedAt))
            HandleMedia(packet[..length], PacketDemux.Classify(packet[..length]), arrivedAt);
    }

    void TakeDataEvents()
    {
        while (_parts.Data.TryTake(out var happened, out var end))
        {
            if (happened is not null) _events.Enqueue(happened);
            if (end is { } reason) Finish(reason, saysGoodbye: true);
        }
    }

    int PollData(TimeSpan now, Span<byte> datagram)
    {
        Span<byte> packet = stackalloc byte[SendLimit];
        var length = _parts.Data.Poll(now, packet);
        return length > 0 ? _secure.ProtectSctp(packet[..length], datagram) : 0;
    }

    /// <summary>The association's last packet, an ABORT for instance, then close_notify.</summary>
    int PollGoodbye(TimeSpan now, Span<byte> datagram)
    {
        if (!_owesGoodbye || _secure.State != SecureState.Up) return 0;
        var length = PollData(now, datagram);
        if (length > 0) return length;
        _owesGoodbye = false;
        return _secure.WriteCloseNotify(datagram);
    }

    void Finish(PeerEnd reason, bool saysGoodbye)
    {
        if (End is not null) return;
        End = reason;
        _owesGoodbye = saysGoodbye;
    }

    void Discard(PeerDiscard reason) => _discarded[(int)reason]++;

    static PeerEnd EndFor(DtlsFailure? failure) =>
        failure is DtlsFailure.FingerprintMismatch ? PeerEnd.FingerprintMismatch
        : failure is DtlsFailure.ClosedByPeer ? PeerEnd.ClosedByPeer
        : PeerEnd.HandshakeFailed;

    static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
