using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>One SCTP association over DTLS (RFC 9260, RFC 8261; with RFC 3758 and RFC 6525, as RFC 8831 asks).</summary>
/// <remarks>
/// Does no IO and reads no clock: hand it packets and the time, drain <see cref="TryTake"/> and <see cref="Poll"/> until neither has
/// anything, come back at <see cref="Deadline"/>. One owner, no locks.
/// </remarks>
internal sealed class SctpAssociation : IDisposable
{
    readonly SctpOptions _options;
    readonly SctpEventQueue _events = new();
    readonly ErrorReport _error = new();
    readonly Handshake _handshake;
    readonly PacketGate _gate;
    readonly DataSender _sender;
    readonly DataReceiver _receiver;
    readonly StreamResets _resets;
    readonly Heartbeat _heartbeat;
    readonly ShutdownMachine _shutdown;
    int _outboundStreams;
    TimeSpan _now;
    bool _isUp, _isDirty;

    /// <summary>Sets up the association; nothing is sent before <see cref="Connect"/>, but an INIT of the peer is answered.</summary>
    /// <param name="options">Limits and times.</param>
    /// <param name="random">Source of tags, sequence numbers and the cookie key; the caller's, used only inside calls.</param>
    public SctpAssociation(SctpOptions options, Random random)
    {
        _options = options;
        _outboundStreams = options.Streams;
        var rto = new RtoEstimator(options);
        _handshake = new(options, Counters, random);
        _gate = new(options, _handshake, Counters);
        _sender = new(options, rto, _handshake.LocalInitialTsn, Counters);
        _receiver = new(options, _events, Counters);
        _resets = new(options, rto, _sender, _receiver, _events);
        _heartbeat = new(options, rto, random);
        _shutdown = new(options, rto, _sender, _receiver);
    }

    /// <summary>Where it stands.</summary>
    public SctpState State => End != SctpEnd.None ? SctpState.Closed : _isUp ? _shutdown.State : _handshake.State;

    /// <summary>Why it is over; <see cref="SctpEnd.None"/> while it is not.</summary>
    public SctpEnd End { get; private set; }

    /// <summary>What it counted.</summary>
    public SctpCounters Counters { get; } = new();

    /// <summary>Bytes of messages that the peer has not acknowledged yet.</summary>
    public int BufferedBytes => _sender.BufferedBytes;

    /// <summary>When to call <see cref="Poll"/> next, on the same clock as every <c>now</c>.</summary>
    public TimeSpan Deadline
    {
        get
        {
            if (_isDirty) return TimeSpan.Zero;
            if (End != SctpEnd.None) return TimeSpan.MaxValue;
            var first = _handshake.Deadline;
            Earlier(ref first, _sender.Deadline);
            Earlier(ref first, _receiver.Deadline);
            Earlier(ref first, _resets.Deadline);
            Earlier(ref first, _heartbeat.Deadline);
            Earlier(ref first, _shutdown.Deadline);
            return first;
        }
    }

    /// <summary>DTLS is up: sends INIT. Both sides may.</summary>
    public void Connect(TimeSpan now)
    {
        if (End != SctpEnd.None) return;
        _handshake.Start();
        Touch(now);
    }

    /// <summary>Queues one message; the bytes are copied. Allowed before the association is up.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="ppid">Payload protocol identifier, passed through.</param>
    /// <param name="bytes">The message, at least one byte.</param>
    /// <param name="reliability">How it is delivered.</param>
    /// <param name="now">The time.</param>
    /// <returns>False when it is empty or too large, the stream is closed, the send buffer is full or the association closes.</returns>
    public bool TrySend(ushort stream, uint ppid, ReadOnlySpan<byte> bytes, in SctpReliability reliability, TimeSpan now)
    {
        if (End != SctpEnd.None || _shutdown.State != SctpState.Established) return false;
        if (bytes.IsEmpty || bytes.Length > _options.MaxMessageBytes || stream >= _outboundStreams) return false;
        if (_resets.IsResetting(stream) || !_sender.TrySend(stream, ppid, bytes, reliability, now)) return false;
        Touch(now);
        return true;
    }

    /// <summary>Resets one of our streams after what is queued on it.</summary>
    /// <remarks><see cref="SctpEventKind.ResetDone"/> tells when the peer knows.</remarks>
    public void ResetStream(ushort stream)
    {
        if (End != SctpEnd.None) return;
        _resets.Request(stream);
        _isDirty = true;
    }

    /// <summary>Sends what is queued, then closes (SHUTDOWN).</summary>
    public void Shutdown(TimeSpan now)
    {
        if (!_isUp) Abort();
        _shutdown.Request();
        Touch(now);
    }

    /// <summary>Closes at once (ABORT); <see cref="Poll"/> still has that one packet to send.</summary>
    public void Abort() => Finish(SctpEnd.ClosedHere, SctpCause.UserInitiatedAbort);

    /// <summary>Takes the next event, in order. Lends its payload until the next call.</summary>
    public bool TryTake(out SctpEvent taken)
    {
        var hasOne = _events.TryTake(out taken);
        if (!hasOne) return false;
        _receiver.HandleTaken();
        _isDirty = true;
        return true;
    }

    /// <summary>Takes one packet out of a DTLS record. Never throws for its content.</summary>
    public void HandlePacket(ReadOnlySpan<byte> packet, TimeSpan now)
    {
        if (!_gate.TryAccept(packet, out var accepted)) return;
        Touch(now);
        Counters.PacketsReceived++;
        if (End != SctpEnd.None)
        {
            HandleAfterEnd(accepted);
            return;
        }

        var rest = accepted.Chunks;
        for (var isFirst = true; SctpChunk.TryTake(ref rest, out var chunk); isFirst = false)
        {
            if (!_gate.HasRightTag(chunk, accepted.VerificationTag, isFirst && rest.IsEmpty)) break;
            if (!Handle(chunk, accepted.VerificationTag, isFirst) || End != SctpEnd.None) break;
        }

        if (!_isUp || End != SctpEnd.None) return;
        _receiver.EndPacket(now);
        if (_receiver.TakeInvalidStream() is { } stream)
            _error.Set(SctpChunkType.Error, SctpCause.InvalidStreamIdentifier, [(byte)(stream >> 8), (byte)stream, 0, 0]);
        if (_events.IsOverrun) Finish(SctpEnd.Overrun, SctpCause.OutOfResource);
    }

    /// <summary>Writes the next packet to send into <paramref name="datagram"/>.</summary>
    /// <param name="now">The time.</param>
    /// <param name="datagram">At least <see cref="SctpOptions.MaxPacketBytes"/> long.</param>
    /// <returns>Its length; 0 when there is nothing to send.</returns>
    public int Poll(TimeSpan now, Span<byte> datagram)
    {
        Touch(now);
        datagram = datagram[.._options.MaxPacketBytes];
        if (End == SctpEnd.None) HandleTimeouts(now);

        var length = End == SctpEnd.None ? _handshake.WriteAlone(datagram, now) : 0;
        if (length == 0 && _handshake.Peer.Tag != 0)
        {
            var packet = new SctpPacketWriter(datagram, _options.Port, _handshake.Peer.Tag);
            if (End == SctpEnd.None) Write(ref packet, now);
            else _shutdown.WriteComplete(ref packet);
            _error.Write(ref packet);
            length = packet.Finish();
        }

        if (length > 0) Counters.PacketsSent++;
        else _isDirty = false;
        return length;
    }

    /// <summary>Gives buffers back. Nothing may be called afterwards.</summary>
    public void Dispose()
    {
        Close();
        _events.Dispose();
    }

    /// <summary>The peer did not hear our SHUTDOWN COMPLETE and says again that it is ready to close.</summary>
    void HandleAfterEnd(in SctpPacket packet)
    {
        var rest = packet.Chunks;
        if (SctpChunk.TryTake(ref rest, out var chunk) && chunk.Type == SctpChunkType.ShutdownAck
            && packet.VerificationTag == _handshake.LocalTag)
            _shutdown.RepeatComplete();
    }

    /// <returns>Whether the rest of the packet is looked at.</returns>
    bool Handle(in SctpChunk chunk, uint tag, bool isFirst)
    {
        switch (chunk.Type)
        {
            case SctpChunkType.Init: return Check(_handshake.HandleInit(chunk.Value, _now));
            case SctpChunkType.InitAck: return Check(_handshake.HandleInitAck(chunk.Value));
            case SctpChunkType.CookieEcho: return isFirst && _handshake.HandleCookieEcho(chunk.Value, tag, _now) && Open();
            case SctpChunkType.CookieAck:
                _handshake.HandleCookieAck();
                return Open();
            case SctpChunkType.Abort:
                Finish(SctpEnd.ClosedByPeer);
                return false;
            case SctpChunkType.Error:
                if (chunk.Value.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(chunk.Value) == (ushort)SctpCause.StaleCookie)
                    _handshake.HandleStaleCookie();
                return true;
            default: return !_isUp || HandleWhenUp(chunk);
        }
    }

    bool HandleWhenUp(in SctpChunk chunk)
    {
        switch (chunk.Type)
        {
            case SctpChunkType.Data: return HandleData(chunk);
            case SctpChunkType.Sack: return Check(_sender.HandleSack(chunk.Value, _now));
            case SctpChunkType.ForwardTsn: return Check(_receiver.HandleForward(chunk.Value));
            case SctpChunkType.Reconfig: _resets.Handle(chunk.Value, _now); return true;
            case SctpChunkType.Heartbeat: _heartbeat.HandleRequest(chunk.Value); return true;
            case SctpChunkType.HeartbeatAck: _heartbeat.HandleAnswer(chunk.Value, _now); return true;
            case SctpChunkType.Shutdown: return Check(_shutdown.HandleShutdown(chunk.Value, _now));
            case SctpChunkType.ShutdownAck: _shutdown.HandleShutdownAck(); break;
            case SctpChunkType.ShutdownComplete: _shutdown.HandleShutdownComplete(); break;
            default:
                if (((byte)chunk.Type & 0x40) != 0) _error.Set(SctpChunkType.Error, SctpCause.UnrecognizedChunkType, chunk.Whole);
                return ((byte)chunk.Type & 0x80) != 0;
        }

        if (_shutdown.State == SctpState.Closed) Finish(_shutdown.IsByPeer ? SctpEnd.ClosedByPeer : SctpEnd.ClosedHere);
        return true;
    }

    bool HandleData(in SctpChunk chunk)
    {
        if (_shutdown.State is not (SctpState.Established or SctpState.ShutdownPending or SctpState.ShutdownSent)) return true;
        if (!DataChunk.TryRead(chunk, out var data)) return Check(false);

        _shutdown.HandleData();
        var end = _receiver.HandleData(data);
        if (end != SctpEnd.None) Finish(end, data.Data.IsEmpty ? SctpCause.NoUserData : SctpCause.ProtocolViolation);
        return true;
    }

    /// <summary>Comes up, the first time that the handshake is through.</summary>
    bool Open()
    {
        if (_isUp || _handshake.State != SctpState.Established) return true;
        var peer = _handshake.Peer;
        var inbound = Math.Min(peer.OutboundStreams, _options.Streams);
        _isUp = true;
        _outboundStreams = Math.Min(peer.InboundStreams, _options.Streams);
        _sender.Open(peer.Window, peer.HasForwardTsn);
        _receiver.Open(peer.InitialTsn, inbound);
        _resets.Open(_handshake.LocalInitialTsn, peer.InitialTsn, inbound, peer.HasReconfig);
        _heartbeat.Open(_now);
        _events.Add(new SctpEvent(SctpEventKind.Established));
        return true;
    }

    void HandleTimeouts(TimeSpan now)
    {
        var isThere = (now < _handshake.Deadline || _handshake.HandleTimeout())
            & (now < _sender.Deadline || _sender.HandleTimeout(now))
            & (now < _resets.Deadline || _resets.HandleTimeout())
            & (now < _heartbeat.Deadline || _heartbeat.HandleTimeout(now))
            & (now < _shutdown.Deadline || _shutdown.HandleTimeout());
        if (!isThere) Finish(SctpEnd.TimedOut, SctpCause.UserInitiatedAbort);
    }

    void Write(ref SctpPacketWriter packet, TimeSpan now)
    {
        _handshake.Write(ref packet, now);
        if (!_isUp) return;
        _receiver.Write(ref packet, _sender.HasUnsent, now);
        _heartbeat.Write(ref packet);
        _resets.Write(ref packet, now);
        _sender.Write(ref packet, now);
        _shutdown.Write(ref packet, now);
    }

    bool Check(bool isReadable)
    {
        if (!isReadable) Counters.PacketsMalformed++;
        return isReadable;
    }

    void Finish(SctpEnd end, SctpCause? abort = null)
    {
        if (End != SctpEnd.None) return;
        End = end;
        if (abort is { } cause) _error.Set(SctpChunkType.Abort, cause, []);
        Close();
        _events.Add(new SctpEvent(SctpEventKind.Ended, End: end));
        _isDirty = true;
    }

    void Close()
    {
        _handshake.Close();
        _sender.Dispose();
        _receiver.Dispose();
        _resets.Close();
        _heartbeat.Close();
    }

    void Touch(TimeSpan now) => (_now, _isDirty) = (now, true);

    static void Earlier(ref TimeSpan first, TimeSpan other) => first = other < first ? other : first;
}
