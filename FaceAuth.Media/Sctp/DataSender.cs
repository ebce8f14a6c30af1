using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>
/// The sending half of an association: what to send, how fast, and when to send it again (RFC 9260 §6.1, §6.3, §7.2; RFC 3758).
/// </summary>
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
    readonly CongestionWindow _window;
    readonly ForwardPoint _forward;

    int _pendingCount;
    int _peerWindow;
    int _burstLeft = MaxBurst;
    int _errors;
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
        _outstanding = new(initialTsn, _pool);
        _window = new(options.MaxPacketBytes, options.SendBufferBytes);
        _forward = new(_outstanding);
    }

    /// <summary>Bytes of user data not yet acknowledged.</summary>
    public int BufferedBytes { get; private set; }

    /// <summary>Whether everything was acknowledged.</summary>
    public bool IsEmpty => _pending.IsEmpty && _outstanding.Count == 0;

    /// <summary>Whether a packet with data may be next.</summary>
    public bool HasUnsent => _isOpen && _outstanding.FlightBytes < _window.Bytes && (_outstanding.MarkedCount > 0 || !_pending.IsEmpty);

    /// <summary>The last TSN given.</summary>
    public uint LastTsn => unchecked(_outstanding.NextTsn - 1);

    /// <summary>When <see cref="HandleTimeout"/> is due (T3-rtx).</summary>
    public TimeSpan Deadline { get; private set; } = TimeSpan.MaxValue;

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
        var cost = (long)BufferedBytes + bytes.Length + (_pendingCount + _outstanding.Count) * (long)ChunkOverhead;
        if (cost > _options.SendBufferBytes && !IsEmpty)
        {
            _counters.SendsRefused++;
            return false;
        }

        _pendingCount += _pending.Add(stream, ppid, bytes, reliability, now);
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

    /// <summary>T3-rtx ran out (RFC 9260 §6.3.3).</summary>
    /// <returns>False when it did so too often in a row: the peer is gone.</returns>
    public bool HandleTimeout(TimeSpan now)
    {
        if (++_errors > _options.MaxRetransmits) return false;
        _counters.Timeouts++;
        _outstanding.MarkAll();
        _window.HandleTimeout();
        _rto.BackOff();
        _burstLeft = MaxBurst;
        _forward.Refresh();
        Deadline = now + _rto.Rto;
        return true;
    }

    /// <summary>Adds what may be sent now to a packet.</summary>
    public void Write(ref SctpPacketWriter packet, TimeSpan now)
    {
        if (!_isOpen) return;

        var wrote = WriteMarked(ref packet, now);
        wrote |= _forward.TryWrite(ref packet);
        wrote |= WritePending(ref packet, now);
        if (wrote && Deadline == TimeSpan.MaxValue) Deadline = now + _rto.Rto;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pending.Clear();
        _outstanding.Clear();
        (BufferedBytes, _pendingCount, _isOpen, Deadline) = (0, 0, false, TimeSpan.MaxValue);
    }

    void HandleAcknowledgement(uint cumulative, ReadOnlySpan<byte> gapBlocks, TimeSpan now, uint? window)
    {
        var flightBefore = _outstanding.FlightBytes;
        if (!_outstanding.TryAcknowledge(cumulative, gapBlocks, _window.IsRecovering, now, out var outcome)) return;

        if (window is { } bytes) _peerWindow = (int)Math.Min(bytes, int.MaxValue);
        BufferedBytes -= outcome.ReleasedBytes;
        _burstLeft = MaxBurst;
        if (outcome.RoundTrip is { } roundTrip) _rto.HandleSample(roundTrip);
        if (outcome.AcknowledgedBytes > 0)
            _window.HandleAcknowledged(outcome.AcknowledgedBytes, flightBefore, _outstanding.FlightBytes, cumulative, outcome.Advanced);

        if (outcome.NeedsFastRetransmit)
        {
            _counters.FastRetransmits++;
            _window.HandleFastRetransmit(LastTsn);
            _sendsAtOnce = true;   // one packet whatever the window says (RFC 9260 §7.2.4)
        }

        // A peer that has no room for a packet but keeps answering is not gone (RFC 9260 §6.1 A).
        if (outcome.AcknowledgedBytes > 0 || outcome.Advanced || _peerWindow < _options.MaxPacketBytes) _errors = 0;
        if (outcome.Advanced) Deadline = now + _rto.Rto;
        if (_outstanding.Count == 0) Deadline = TimeSpan.MaxValue;
        _forward.Refresh();
    }

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
            if (!chunk.TryWrite(ref packet)) break;

            _outstanding.HandleSent(chunk, now);
            _counters.DataRetransmitted++;
            if (i == 0) Deadline = now + _rto.Rto;   // §7.2.4: the earliest one went out again
            wrote = true;
        }

        if (wrote || _outstanding.MarkedCount == 0) _sendsAtOnce = false;
        return wrote;
    }

    bool WritePending(ref SctpPacketWriter packet, TimeSpan now)
    {
        var wrote = false;
        while (_pending.Next is { } chunk && _outstanding.Count < MaxOutstanding)
        {
            if (_mayAbandon && chunk.IsFirst && chunk.IsSpent(now))
            {
                Forget(_pending.DropMessage());
                continue;
            }

            if (!wrote) _window.HandleSend(now, _rto.Rto);
            var flight = _outstanding.FlightBytes;
            var mayProbe = flight == 0 && _outstanding.MarkedCount == 0;   // one chunk against a closed window (§6.1 A)
            if (flight >= _window.Bytes || _burstLeft == 0) break;
            if (flight + chunk.Size > _peerWindow && !mayProbe) break;
            if (packet.Room < OutgoingChunk.FieldBytes + chunk.Length) break;

            _outstanding.Add(TakePending());
            chunk.TryWrite(ref packet);
            _outstanding.HandleSent(chunk, now);
            _counters.DataSent++;
            wrote = true;
        }

        if (wrote) _burstLeft--;
        return wrote;
    }

    void Abandon(OutgoingChunk chunk)
    {
        // Fragments that were never sent get their numbers too, so that the message ends for the peer.
        while (_pending.Next is { IsFirst: false } rest && rest.Message == chunk.Message) _outstanding.Add(TakePending());
        _outstanding.Abandon(chunk);
        _counters.MessagesAbandoned++;
        _forward.Refresh();
    }

    OutgoingChunk TakePending()
    {
        _pendingCount--;
        return _pending.Take();
    }

    void Forget((int Chunks, int Bytes) dropped)
    {
        _pendingCount -= dropped.Chunks;
        BufferedBytes -= dropped.Bytes;
        _counters.MessagesAbandoned++;
    }
}
