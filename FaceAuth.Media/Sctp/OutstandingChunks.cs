using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>
/// DATA chunks sent and not yet acknowledged for good, by TSN without holes: acknowledgements (RFC 9260 §6.2.1) and abandoning
/// (RFC 3758 §3.5).
/// </summary>
internal sealed class OutstandingChunks(uint initialTsn, OutgoingChunkPool pool, LossDetection losses, PathModel path)
{
    // A SACK with so many gap blocks has left others out: Chromium reports the first 20 (dcSCTP), others what they have room for.
    const int ChromiumBlocks = 20, ManyBlocks = 64;

    OutgoingChunk[] _ring = new OutgoingChunk[64];
    int _head;
    uint _timedTsn;
    TimeSpan _timedAt;
    uint _reportedUntil;
    bool _isTiming, _isCutShort;

    /// <summary>The oldest TSN not yet acknowledged.</summary>
    public uint FirstTsn { get; private set; } = initialTsn;

    /// <summary>The next TSN to give.</summary>
    public uint NextTsn => unchecked(FirstTsn + (uint)Count);

    /// <summary>Chunks held.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes on the wire taken to be in flight.</summary>
    public int FlightBytes { get; private set; }

    /// <summary>Chunks to be sent again.</summary>
    public int MarkedCount { get; private set; }

    /// <summary>Chunks acknowledged in gap blocks.</summary>
    public int ReportedCount { get; private set; }

    /// <summary>The chunks in flight, by when they were sent.</summary>
    public SentChunks Sent { get; } = new();

    /// <summary>The first chunk that the peer does not have and shall have; null when there is none.</summary>
    public OutgoingChunk? FirstMissing
    {
        get
        {
            for (var i = 0; i < Count; i++)
                if (this[i] is { State: OutgoingChunkState.InFlight or OutgoingChunkState.Marked } chunk) return chunk;
            return null;
        }
    }

    /// <summary>The chunk <paramref name="index"/> places after <see cref="FirstTsn"/>.</summary>
    public OutgoingChunk this[int index] => _ring[(_head + index) & (_ring.Length - 1)];

    /// <summary>Gives a chunk the next TSN and keeps it.</summary>
    /// <param name="chunk">The chunk; owned here from now on.</param>
    public void Add(OutgoingChunk chunk)
    {
        if (Count == _ring.Length) Grow();
        chunk.Tsn = NextTsn;
        _ring[(_head + Count) & (_ring.Length - 1)] = chunk;
        Count++;
        chunk.State = OutgoingChunkState.InFlight;
        FlightBytes += chunk.Size;
    }

    /// <summary>A chunk went out, for the first time or again.</summary>
    public void HandleSent(OutgoingChunk chunk, TimeSpan now)
    {
        chunk.Sends++;
        Sent.Append(chunk, now);
        if (chunk.State == OutgoingChunkState.Marked) SetState(chunk, OutgoingChunkState.InFlight);

        if (chunk.Sends == 1 && !_isTiming)
        {
            (_isTiming, _timedTsn, _timedAt) = (true, chunk.Tsn, now);
        }
        else if (_isTiming && chunk.Tsn == _timedTsn)
        {
            _isTiming = false;   // Karn: an answer to a chunk sent twice says nothing about the time
        }
    }

    /// <summary>Takes in a SACK.</summary>
    /// <param name="cumulative">Everything up to here has arrived.</param>
    /// <param name="gapBlocks">Gap blocks as on the wire: start and end, 16 bits each, relative to <paramref name="cumulative"/>.</param>
    /// <param name="now">The time.</param>
    /// <param name="outcome">What changed.</param>
    /// <returns>False when the SACK is old or acknowledges what was never sent; nothing changed.</returns>
    public bool TryAcknowledge(uint cumulative, ReadOnlySpan<byte> gapBlocks, TimeSpan now, out AckOutcome outcome)
    {
        outcome = default;
        var advance = unchecked((int)(cumulative - FirstTsn)) + 1;
        if (advance < 0 || advance > Count) return false;

        int acknowledged = 0, released = 0;
        TimeSpan? roundTrip = null;
        for (var i = 0; i < advance; i++)
        {
            var chunk = this[0];
            if (chunk.State is OutgoingChunkState.InFlight or OutgoingChunkState.Marked)
            {
                acknowledged += chunk.Size;
                Measure(chunk, now, ref roundTrip);
            }

            released += chunk.Length;
            RemoveFirst();
        }

        HandleGapBlocks(gapBlocks, now, ref acknowledged, ref roundTrip);
        outcome = new(advance > 0, acknowledged, released, roundTrip);
        return true;
    }

    /// <summary>
    /// Whether the last acknowledgement had no room to report a chunk: too many holes before it. That it is not named there
    /// then says nothing.
    /// </summary>
    public bool IsUnreportable(OutgoingChunk chunk) => _isCutShort && SerialNumber.IsAfter(chunk.Tsn, _reportedUntil);

    /// <summary>A chunk in flight was lost.</summary>
    public void MarkLost(OutgoingChunk chunk) => SetState(chunk, OutgoingChunkState.Marked);

    /// <summary>T3-rtx ran out: everything unacknowledged is taken for lost.</summary>
    public void MarkAll()
    {
        while (Sent.Oldest is { } chunk) MarkLost(chunk);
        _isTiming = false;
    }

    /// <summary>Gives up the message that <paramref name="chunk"/> belongs to, as far as it was sent.</summary>
    public void Abandon(OutgoingChunk chunk)
    {
        var message = chunk.Message;
        for (var i = 0; i < Count; i++)
            if (this[i].Message == message) SetState(this[i], OutgoingChunkState.Abandoned);
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        while (Count > 0) RemoveFirst();
    }

    void HandleGapBlocks(ReadOnlySpan<byte> blocks, TimeSpan now, ref int acknowledged, ref TimeSpan? roundTrip)
    {
        var next = 0;
        for (var rest = blocks; TryTakeBlock(ref rest, next, out var start, out var end); next = end)
        {
            for (var i = start; i < end; i++)
            {
                var chunk = this[i];
                if (chunk.State is not (OutgoingChunkState.InFlight or OutgoingChunkState.Marked)) continue;
                acknowledged += chunk.Size;
                Measure(chunk, now, ref roundTrip);
                SetState(chunk, OutgoingChunkState.Acknowledged);
            }
        }

        if (acknowledged == 0) return;   // nothing new: perhaps overtaken by a later one, so what it leaves out says nothing
        _isCutShort = blocks.Length / 4 is ChromiumBlocks or >= ManyBlocks;
        _reportedUntil = unchecked(FirstTsn + (uint)next - 1);
        TakeBack(blocks);
    }

    /// <summary>Takes the next gap block that makes sense: in order, and of what was sent.</summary>
    bool TryTakeBlock(ref ReadOnlySpan<byte> blocks, int next, out int start, out int end)
    {
        (start, end) = (0, 0);
        if (blocks.Length < 4) return false;
        start = BinaryPrimitives.ReadUInt16BigEndian(blocks) - 1;
        end = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(blocks[2..]), Count);
        blocks = blocks[4..];
        return start >= next && start < end;
    }

    /// <summary>What the peer had reported and no longer reports, it dropped again (RFC 9260 §6.2.1 D iii).</summary>
    void TakeBack(ReadOnlySpan<byte> blocks)
    {
        if (ReportedCount == 0) return;
        var next = 0;
        while (TryTakeBlock(ref blocks, next, out var start, out var end))
        {
            TakeBack(next, start);
            next = end;
        }

        if (!_isCutShort) TakeBack(next, Count);
    }

    void TakeBack(int from, int to)
    {
        for (var i = from; i < to; i++)
            if (this[i].State == OutgoingChunkState.Acknowledged) SetState(this[i], OutgoingChunkState.Marked);
    }

    void Measure(OutgoingChunk chunk, TimeSpan now, ref TimeSpan? roundTrip)
    {
        if (chunk.Sends == 1) path.HandleSample(now - chunk.SentAt, now);
        losses.HandleAcknowledged(chunk, now);
        if (!_isTiming || chunk.Tsn != _timedTsn) return;
        _isTiming = false;
        roundTrip = now - _timedAt;
    }

    void SetState(OutgoingChunk chunk, OutgoingChunkState state)
    {
        Discount(chunk);
        chunk.State = state;
        if (state == OutgoingChunkState.InFlight) FlightBytes += chunk.Size;
        else Sent.Remove(chunk);
        if (state == OutgoingChunkState.Marked) MarkedCount++;
        if (state == OutgoingChunkState.Acknowledged) ReportedCount++;
    }

    void Discount(OutgoingChunk chunk)
    {
        if (chunk.State == OutgoingChunkState.InFlight) FlightBytes -= chunk.Size;
        if (chunk.State == OutgoingChunkState.Marked) MarkedCount--;
        if (chunk.State == OutgoingChunkState.Acknowledged) ReportedCount--;
    }

    void RemoveFirst()
    {
        var chunk = this[0];
        Discount(chunk);
        Sent.Remove(chunk);
        if (_isTiming && chunk.Tsn == _timedTsn) _isTiming = false;
        _ring[_head] = null!;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        FirstTsn++;
        pool.Return(chunk);
    }

    void Grow()
    {
        var larger = new OutgoingChunk[_ring.Length * 2];
        for (var i = 0; i < Count; i++) larger[i] = this[i];
        (_ring, _head) = (larger, 0);
    }
}
