using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>The sending half of an association: what to send, how fast, and when to send it again.</summary>
/// <remarks>RFC 9260 §6.1, §6.3, §7.2; RFC 3758; losses are found as RFC 8985 does for TCP.</remarks>
internal sealed class DataSender : IDisposable
{
    const int MaxBurst = 4;            // packets of new data for one event (RFC 9260 §6.1 D)
    const int MaxOutstanding = 4096;   // chunks; what receivers are known to keep track of
    const int ChunkOverhead = 64;      // what a queued chunk costs beside its data

    readonly SctpOptions _options;
    readonly SctpCounters _counters;
    readonly RtoEstimator _rto;
    readonly OutgoingChunkPool _pool = new();
    readonly PendingChunks _pending;
    readonly OutstandingChunks _outstanding;
    readonly PathModel _path = new();
    readonly LossDetection _losses;
    readonly TailProbe _probe;
    readonly CongestionWindow _window;
    readonly ForwardPoint _forward;

    int _peerWindow;
    int _burstLeft = MaxBurst;
    int _errors;
    TimeSpan _timeoutAt = TimeSpan.MaxValue;   // T3-rtx
    bool _isOpen, _mayAbandon, _sendsAtOnce;

    /// <summary>Sets up an empty sender.</summary>
    /// <param name="options">Sizes.</param>
    /// <param name="rto">The retransmission timeout, shared by the association's timers.</param>
    /// <param name="initialTsn">TSN of the first chunk.</param>
    /// <param name="counters">Where it counts.</param>
    public DataSender(SctpOptions options, RtoEstimator rto, uint initialTsn, SctpCounters counters)
    {
        (_options, _rto, _counters) = (options, rto, counters);
        _pending = new(options, _pool);
        _losses = new(_path, initialTsn);
        _probe = new(rto);
        _outstanding = new(initialTsn, _pool, _losses, _path);
        _window = new(options.MaxPacketBytes, options.SendBufferBytes, _path);
        _forward = new(_outstanding);
    }

    /// <summary>Bytes of user data not yet acknowledged.</summary>
    public int BufferedBytes { get; private set; }

    /// <summary>Whether everything was acknowledged.</summary>
    public bool IsEmpty => _pending.IsEmpty && _outstanding.Count == 0;

    /// <summary>Whether a packet with data may be next.</summary>
    public bool HasUnsent =>
        _isOpen && (_probe.IsDue || (_outstanding.FlightBytes < _window.Bytes && (_outstanding.MarkedCount > 0 || !_pending.IsEmpty)));

    /// <summary>The last TSN given.</summary>
    public uint LastTsn => unchecked(_outstanding.NextTsn - 1);

    /// <summary>When <see cref="HandleTimeout"/> is due.</summary>
    public TimeSpan Deadline
    {
        get
        {
            var first = _timeoutAt < _probe.Deadline ? _timeoutAt : _probe.Deadline;
            return first < _losses.Deadline ? first : _losses.Deadline;
        }
    }

    /// <summary>The association is up.</summary>
    /// <param name="peerWindow">The peer's receive window, bytes.</param>
    /// <param name="mayAbandon">Whether the peer understands FORWARD-TSN.</param>
    public void Open(uint peerWindow, bool mayAbandon)
    {
        (_isOpen, _mayAbandon) = (true, mayAbandon);
        _peerWindow = (int)Math.Min(peerWindow, int.MaxValue);
    }

    /// <summary>Queues a message; the bytes are copied. False when the send buffer is full.</summary>
    public bool TrySend(ushort stream, uint ppid, ReadOnlySpan<byte> bytes, in SctpReliability reliability, TimeSpan now)
    {
        // An empty buffer takes any message, so that no size is refused for ever.
        var cost = (long)BufferedBytes + bytes.Length + (_pending.Count + _outstanding.Count) * (long)ChunkOverhead;
        if (cost > _options.SendBufferBytes && !IsEmpty)
        {
            _counters.SendsRefused++;
            return false;
        }

        _pending.Add(stream, ppid, bytes, reliability, now);
        BufferedBytes += bytes.Length;
        _burstLeft = MaxBurst;
        return true;
    }

    /// <summary>Whether something of a stream was not sent yet.</summary>
    public bool HasUnsentOn(ushort stream) => _pending.Contains(stream);

    /// <summary>A stream was reset.</summary>
    public void ResetStream(ushort stream) => _pending.ResetStream(stream);

    /// <summary>Takes in a SACK chunk's value. False when it cannot be read.</summary>
    /// <remarks><code>
    /// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    /// |                      Cumulative TSN Ack                       |
    /// |          Advertised Receiver Window Credit (a_rwnd)           |
    /// | Number of Gap Ack Blocks = N  |  Number of Duplicate TSNs = M |
    /// |   Gap Ack Block #1 Start      |   Gap Ack Block #1 End        |
    /// </code>RFC 9260 §3.3.4.</remarks>
    public bool HandleSack(ReadOnlySpan<byte> value, TimeSpan now)
    {
        if (value.Length < 12) return false;
        var gapBytes = 4 * BinaryPrimitives.ReadUInt16BigEndian(value[8..]);
        if (value.Length < 12 + gapBytes) return false;

        var window = BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
        HandleAcknowledgement(BinaryPrimitives.ReadUInt32BigEndian(value), value.Slice(12, gapBytes), now, window);
        return true;
    }

    /// <summary>Takes in the cumulative TSN of a SHUTDOWN.</summary>
    public void HandleShutdown(uint cumulative, TimeSpan now) => HandleAcknowledgement(cumulative, [], now, null);

    /// <summary>A time has come: of a loss that is certain now, of a probe, or T3-rtx (RFC 9260 §6.3.3).</summary>
    /// <returns>False when T3-rtx ran out too often in a row: the peer is gone.</returns>
    public bool HandleTimeout(TimeSpan now)
    {
        if (now >= _losses.Deadline) DetectLosses(now);
        if (now >= _probe.Deadline) _probe.HandleTimeout();
        if (now < _timeoutAt) return true;

        if (++_errors > _options.MaxRetransmits) return false;
        _counters.Timeouts++;
        _outstanding.MarkAll();
        _losses.Reset();
        _probe.Reset();
        _window.HandleTimeout(_outstanding.Sent.LastOrder);
        _rto.BackOff();
        _burstLeft = MaxBurst;
        _forward.Refresh();
        _timeoutAt = now + _rto.Rto;
        return true;
    }

    /// <summary>Adds what may be sent now to a packet.</summary>
    public void Write(ref SctpPacketWriter packet, TimeSpan now)
    {
        if (!_isOpen) return;

        var wrote = WriteMarked(ref packet, now);
        wrote |= _forward.TryWrite(ref packet);
        wrote |= WritePending(ref packet, now);
        if (_probe.IsDue && !wrote) wrote = WriteProbe(ref packet, now);
        if (!wrote) return;

        _probe.HandleSent();
        ArmProbe(now);
        if (_timeoutAt == TimeSpan.MaxValue) _timeoutAt = now + _rto.Rto;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pending.Clear();
        _outstanding.Clear();
        (BufferedBytes, _isOpen, _timeoutAt) = (0, false, TimeSpan.MaxValue);
        _losses.Reset();
        _probe.Reset();
    }

    void HandleAcknowledgement(uint cumulative, ReadOnlySpan<byte> gapBlocks, TimeSpan now, uint? window)
    {
        var flightBefore = _outstanding.FlightBytes;
        if (!_outstanding.TryAcknowledge(cumulative, gapBlocks, now, out var outcome)) return;

        if (window is { } bytes) _peerWindow = (int)Math.Min(bytes, int.MaxValue);
        BufferedBytes -= outcome.ReleasedBytes;
        _burstLeft = MaxBurst;
        if (outcome.RoundTrip is { } roundTrip) _rto.HandleSample(roundTrip);
        if (outcome.AcknowledgedBytes > 0)
        {
            _path.HandleDelivered(outcome.AcknowledgedBytes, _losses.NewestAcknowledged, _outstanding.Sent.LastOrder, now);
            _window.HandleAcknowledged(outcome.AcknowledgedBytes, flightBefore, _losses.NewestAcknowledged);
            _probe.HandleAcknowledged();
            HandleNeedless();
            DetectLosses(now);
            ArmProbe(now);
        }

        // A peer that has no room for a packet but keeps answering is not gone (RFC 9260 §6.1 A).
        if (outcome.AcknowledgedBytes > 0 || outcome.Advanced || _peerWindow < _options.MaxPacketBytes) _errors = 0;
        if (outcome.Advanced) _timeoutAt = now + _rto.Rto;
        if (_outstanding.Count == 0) _timeoutAt = TimeSpan.MaxValue;
        _forward.Refresh();
    }

    void DetectLosses(TimeSpan now)
    {
        var latest = _losses.Detect(_outstanding, now, out var lost);
        if (latest == 0 || !_window.HandleLoss(lost, latest, _outstanding.Sent.LastOrder)) return;
        _counters.FastRetransmits++;
        _losses.HandleRecovery();
        _sendsAtOnce = true;   // one packet whatever the window says (RFC 9260 §7.2.4)
    }

    void HandleNeedless()
    {
        if (_losses.Needless == 0) return;
        _counters.NeedlessRetransmits += _losses.Needless;
        _window.HandleNeedless(_losses.Needless);
        _losses.Needless = 0;
    }

    // A peer without room is asked by T3-rtx alone, which backs off (RFC 9260 §6.1 A); not one whose room a hole takes up.
    void ArmProbe(TimeSpan now) => _probe.Arm(
        _outstanding.FlightBytes > 0 && (_peerWindow >= _options.MaxPacketBytes || _outstanding.ReportedCount > 0), now);

    bool WriteMarked(ref SctpPacketWriter packet, TimeSpan now)
    {
        var wrote = false;
        for (var i = 0; i < _outstanding.Count && _outstanding.MarkedCount > 0; i++)
        {
            var chunk = _outstanding[i];
            if (chunk.State != OutgoingChunkState.Marked) continue;
            if (_mayAbandon && chunk.IsSpent(now))
            {
                Abandon(chunk);
                continue;
            }

            if (!_sendsAtOnce && _outstanding.FlightBytes >= _window.Bytes) break;
            if (!TryResend(chunk, ref packet, now)) break;
            if (i == 0) _timeoutAt = now + _rto.Rto;   // §7.2.4: the earliest one went out again
            wrote = true;
        }

        if (wrote || _outstanding.MarkedCount == 0) _sendsAtOnce = false;
        return wrote;
    }

    bool TryResend(OutgoingChunk chunk, ref SctpPacketWriter packet, TimeSpan now)
    {
        if (!chunk.TryWrite(ref packet, isUrgent: true)) return false;
        _outstanding.HandleSent(chunk, now);
        _counters.DataRetransmitted++;
        return true;
    }

    /// <summary>A packet whatever the congestion window says.</summary>
    /// <remarks>
    /// New data where there is some and no hole (RFC 8985 §7.3), else the first that is missing, which a peer without room takes too.
    /// </remarks>
    bool WriteProbe(ref SctpPacketWriter packet, TimeSpan now)
    {
        var wrote = _outstanding.ReportedCount == 0 && _pending.Next is { } next && _outstanding.Count < MaxOutstanding
            && _outstanding.FlightBytes + next.Size <= _peerWindow && TrySendNext(next, ref packet, now);
        if (!wrote && _outstanding.FirstMissing is { } missing && !(_mayAbandon && missing.IsSpent(now)))
            wrote = TryResend(missing, ref packet, now);
        if (wrote) _counters.Probes++;
        else _probe.HandleSent();
        return wrote;
    }

    bool WritePending(ref SctpPacketWriter packet, TimeSpan now)
    {
        var wrote = false;
        while (_pending.Next is { } chunk && _outstanding.Count < MaxOutstanding)
        {
            if (_mayAbandon && chunk.IsFirst && chunk.IsSpent(now))
            {
                BufferedBytes -= _pending.DropMessage();
                _counters.MessagesAbandoned++;
                continue;
            }

            if (!wrote) _window.HandleSend(now, _rto.Rto);
            var flight = _outstanding.FlightBytes;
            var mayProbe = flight == 0 && _outstanding.MarkedCount == 0;   // one chunk against a closed window (§6.1 A)
            if (flight >= _window.Bytes || _burstLeft == 0) break;
            if (flight + chunk.Size > _peerWindow && !mayProbe) break;
            if (!TrySendNext(chunk, ref packet, now)) break;
            wrote = true;
        }

        if (wrote) _burstLeft--;
        return wrote;
    }

    bool TrySendNext(OutgoingChunk chunk, ref SctpPacketWriter packet, TimeSpan now)
    {
        if (packet.Room < OutgoingChunk.FieldBytes + chunk.Length) return false;
        _outstanding.Add(_pending.Take());

        // No other will fetch the acknowledgement (RFC 7053 §5.1).
        var isLast = _pending.IsEmpty || _window.Bytes < 2 * _options.MaxPacketBytes;
        chunk.TryWrite(ref packet, isLast);
        _outstanding.HandleSent(chunk, now);
        _counters.DataSent++;
        return true;
    }

    void Abandon(OutgoingChunk chunk)
    {
        // Fragments that were never sent get their numbers too, so that the message ends for the peer.
        while (_pending.Next is { IsFirst: false } rest && rest.Message == chunk.Message) _outstanding.Add(_pending.Take());
        _outstanding.Abandon(chunk);
        _counters.MessagesAbandoned++;
        _forward.Refresh();
    }
}
