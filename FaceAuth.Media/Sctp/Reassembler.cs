using System.Buffers;

namespace FaceAuth.Media.Sctp;

/// <summary>Puts fragments together (RFC 9260 §6.9).</summary>
/// <remarks>
/// The fragments of a message have TSNs in a row, so they lie in a ring by TSN and a message is complete when a run from a first to a last
/// fragment is.
/// </remarks>
internal sealed class Reassembler(int maxMessageBytes) : IDisposable
{
    const int MaxSlots = TsnTracker.Span;

    Slot[] _ring = new Slot[64];
    uint _first, _last;   // TSNs of the outermost slots in use

    struct Slot
    {
        public byte[]? Buffer;
        public int Length;
        public ushort Stream, Ssn;
        public uint Ppid;
        public byte Flags;
    }

    /// <summary>Fragments held.</summary>
    public int Count { get; private set; }

    /// <summary>What they cost, in bytes of the receive window.</summary>
    public int Cost { get; private set; }

    /// <summary>Takes one fragment that is not a whole message by itself, and that was not taken before.</summary>
    /// <param name="chunk">The fragment; its data is copied.</param>
    /// <param name="message">The message that it completes; owned by the caller.</param>
    public ReassemblyResult Add(in DataChunk chunk, out IncomingMessage message)
    {
        message = default;
        if (!TryReserve(chunk.Tsn)) return ReassemblyResult.NoRoom;

        ref var slot = ref At(chunk.Tsn);
        slot.Buffer = ArrayPool<byte>.Shared.Rent(chunk.Data.Length);
        slot.Length = chunk.Data.Length;
        (slot.Stream, slot.Ssn, slot.Ppid) = (chunk.Stream, chunk.Ssn, chunk.Ppid);
        slot.Flags = (byte)(chunk.Flags & (OutgoingChunk.BeginFlag | OutgoingChunk.EndFlag | OutgoingChunk.UnorderedFlag));
        chunk.Data.CopyTo(slot.Buffer);
        Count++;
        Cost += slot.Length + IncomingMessage.ChunkOverhead;
        return Complete(chunk.Tsn, out message);
    }

    /// <summary>The peer has given up everything up to <paramref name="cumulative"/>: fragments there will never be completed.</summary>
    public void Forward(uint cumulative)
    {
        while (Count > 0 && !SerialNumber.IsAfter(_first, cumulative)) Remove(_first);
    }

    /// <summary>Gives all buffers back.</summary>
    public void Dispose()
    {
        while (Count > 0) Remove(_first);
    }

    ReassemblyResult Complete(uint tsn, out IncomingMessage message)
    {
        message = default;
        ref var given = ref At(tsn);
        var bytes = (long)given.Length;

        var first = tsn;
        while (TryNeighbour(first - 1, out var before))
        {
            var isNew = (At(first).Flags & OutgoingChunk.BeginFlag) != 0;
            if (isNew != ((before.Flags & OutgoingChunk.EndFlag) != 0)) return ReassemblyResult.Inconsistent;
            if (isNew) break;
            if (!BelongsTo(given, before)) return ReassemblyResult.Inconsistent;
            bytes += before.Length;
            first--;
        }

        var last = tsn;
        while (TryNeighbour(last + 1, out var after))
        {
            var isOver = (At(last).Flags & OutgoingChunk.EndFlag) != 0;
            if (isOver != ((after.Flags & OutgoingChunk.BeginFlag) != 0)) return ReassemblyResult.Inconsistent;
            if (isOver) break;
            if (!BelongsTo(given, after)) return ReassemblyResult.Inconsistent;
            bytes += after.Length;
            last++;
        }

        if (bytes > maxMessageBytes) return ReassemblyResult.TooLarge;
        var isWhole = (At(first).Flags & OutgoingChunk.BeginFlag) != 0 && (At(last).Flags & OutgoingChunk.EndFlag) != 0;
        if (!isWhole) return ReassemblyResult.Kept;

        message = Join(first, last, (int)bytes);
        return ReassemblyResult.Complete;
    }

    IncomingMessage Join(uint first, uint last, int bytes)
    {
        var head = At(first);
        var buffer = ArrayPool<byte>.Shared.Rent(bytes);
        var length = 0;
        for (var tsn = first; ; tsn++)
        {
            ref var slot = ref At(tsn);
            slot.Buffer.AsSpan(0, slot.Length).CopyTo(buffer.AsSpan(length));
            length += slot.Length;
            Remove(tsn);
            if (tsn == last) break;
        }

        return new(buffer, length, head.Stream, head.Ssn, head.Ppid, (head.Flags & OutgoingChunk.UnorderedFlag) != 0);
    }

    /// <summary>Same stream, same kind and, where it counts, the same number.</summary>
    static bool BelongsTo(in Slot one, in Slot other) =>
        one.Stream == other.Stream
        && ((one.Flags ^ other.Flags) & OutgoingChunk.UnorderedFlag) == 0
        && ((one.Flags & OutgoingChunk.UnorderedFlag) != 0 || one.Ssn == other.Ssn);

    bool TryNeighbour(uint tsn, out Slot slot)
    {
        slot = unchecked(tsn - _first) <= unchecked(_last - _first) ? At(tsn) : default;
        return slot.Buffer is not null;
    }

    bool TryReserve(uint tsn)
    {
        if (Count == 0)
        {
            _first = _last = tsn;
            return true;
        }

        var first = SerialNumber.IsAfter(_first, tsn) ? tsn : _first;
        var last = SerialNumber.IsAfter(tsn, _last) ? tsn : _last;
        var span = unchecked(last - first) + 1;
        if (span > MaxSlots) return false;
        if (span > _ring.Length) Grow((int)span);
        (_first, _last) = (first, last);
        return true;
    }

    void Grow(int span)
    {
        var size = _ring.Length;
        while (size < span) size *= 2;
        var larger = new Slot[size];
        for (var tsn = _first; ; tsn++)
        {
            larger[tsn & (uint)(size - 1)] = At(tsn);
            if (tsn == _last) break;
        }

        _ring = larger;
    }

    void Remove(uint tsn)
    {
        ref var slot = ref At(tsn);
        if (slot.Buffer is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            Cost -= slot.Length + IncomingMessage.ChunkOverhead;
            Count--;
            slot = default;
        }

        if (Count == 0) return;
        while (At(_first).Buffer is null) _first++;
        while (At(_last).Buffer is null) _last--;
    }

    ref Slot At(uint tsn) => ref _ring[tsn & (uint)(_ring.Length - 1)];
}
