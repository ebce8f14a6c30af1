using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>
/// DATA chunks sent and not yet acknowledged for good, by TSN without holes: acknowledgements, loss detection by gap reports
/// (RFC 9260 §7.2.4) and abandoning (RFC 3758 §3.5).
/// </summary>
internal sealed class OutstandingChunks(uint initialTsn, OutgoingChunkPool pool)
{
    const int MissesBeforeRetransmit = 3;   // RFC 9260 §7.2.4

    OutgoingChunk[] _ring = new OutgoingChunk[64];
    int _head;
    uint _timedTsn;
    TimeSpan _timedAt;
    bool _isTiming;

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
        chunk.Misses = 0;
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
    /// <param name="isRecovering">Whether a fast retransmit is being made up for.</param>
    /// <param name="now">The time.</param>
    /// <param name="outcome">What changed.</param>
    /// <returns>False when the SACK is old or acknowledges what was never sent; nothing changed.</returns>
    public bool TryAcknowledge(
        uint cumulative, ReadOnlySpan<byte> gapBlocks, bool isRecovering, TimeSpan now, out AckOutcome outcome)
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
                MeasureRoundTrip(chunk, now, ref roundTrip);
            }

            released += chunk.Length;
            RemoveFirst();
        }

        var reported = HandleGapBlocks(gapBlocks, now, ref acknowledged, ref roundTrip, out var newlyReported);
        var judged = isRecovering && advance > 0 ? reported : newlyReported;
        outcome = new(advance > 0, acknowledged, released, CountMisses(judged), roundTrip);
        return true;
    }

    /// <summary>T3-rtx ran out: everything unacknowledged is taken for lost.</summary>
    public void MarkAll()
    {
        for (var i = 0; i < Count; i++)
        {
            var chunk = this[i];
            chunk.Misses = 0;
            chunk.IsFastSent = false;
            if (chunk.State == OutgoingChunkState.InFlight) SetState(chunk, OutgoingChunkState.Marked);
        }

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

    /// <returns>How many places from the front the highest gap block reaches.</returns>
    int HandleGapBlocks(
        ReadOnlySpan<byte> blocks, TimeSpan now, ref int acknowledged, ref TimeSpan? roundTrip, out int newlyReported)
    {
        var next = 0;
        newlyReported = 0;
        for (; blocks.Length >= 4; blocks = blocks[4..])
        {
            var start = BinaryPrimitives.ReadUInt16BigEndian(blocks) - 1;
            var end = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(blocks[2..]), Count);
            if (start < next || start >= end) break;   // not in order, or beyond what was sent: the rest says nothing

            TakeBack(next, start);
            for (next = start; next < end; next++)
            {
                var chunk = this[next];
                if (chunk.State is not (OutgoingChunkState.InFlight or OutgoingChunkState.Marked)) continue;
                acknowledged += chunk.Size;
                MeasureRoundTrip(chunk, now, ref roundTrip);
                SetState(chunk, OutgoingChunkState.Acknowledged);
                newlyReported = next + 1;
            }
        }

        TakeBack(next, Count);
        return next;
    }

    /// <summary>The peer no longer reports what it had reported: it dropped it again (RFC 9260 §6.2.1 D iii).</summary>
    void TakeBack(int from, int to)
    {
        for (var i = from; i < to; i++)
            if (this[i].State == OutgoingChunkState.Acknowledged) SetState(this[i], OutgoingChunkState.Marked);
    }

    bool CountMisses(int before)
    {
        var isLost = false;
        for (var i = 0; i < before; i++)
        {
            var chunk = this[i];
            if (chunk.State != OutgoingChunkState.InFlight || ++chunk.Misses < MissesBeforeRetransmit || chunk.IsFastSent) continue;
            chunk.IsFastSent = true;
            SetState(chunk, OutgoingChunkState.Marked);
            isLost = true;
        }

        return isLost;
    }

    void MeasureRoundTrip(OutgoingChunk chunk, TimeSpan now, ref TimeSpan? roundTrip)
    {
        if (!_isTiming || chunk.Tsn != _timedTsn) return;
        _isTiming = false;
        roundTrip = now - _timedAt;
    }

    void SetState(OutgoingChunk chunk, OutgoingChunkState state)
    {
        Discount(chunk);
        chunk.State = state;
        if (state == OutgoingChunkState.InFlight) FlightBytes += chunk.Size;
        if (state == OutgoingChunkState.Marked) MarkedCount++;
    }

    void Discount(OutgoingChunk chunk)
    {
        if (chunk.State == OutgoingChunkState.InFlight) FlightBytes -= chunk.Size;
        if (chunk.State == OutgoingChunkState.Marked) MarkedCount--;
    }

    void RemoveFirst()
    {
        var chunk = this[0];
        Discount(chunk);
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
