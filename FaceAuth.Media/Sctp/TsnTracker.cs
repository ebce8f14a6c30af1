using System.Buffers.Binary;
using System.Numerics;

namespace FaceAuth.Media.Sctp;

/// <summary>Which TSNs have arrived: the cumulative one, a bitmap of those above it, and the ones that came twice.</summary>
internal sealed class TsnTracker
{
    /// <summary>How far above the cumulative TSN a chunk may be.</summary>
    public const int Span = 4096;

    const int MaxDuplicates = 16;   // more say nothing new to the sender
    const int MaxGapBlocks = 64;

    readonly ulong[] _seen = new ulong[Span / 64];   // bit (tsn mod Span), only above the cumulative TSN
    readonly uint[] _duplicates = new uint[MaxDuplicates];
    int _duplicateCount;

    /// <summary>Everything up to here has arrived.</summary>
    public uint Cumulative { get; private set; }

    /// <summary>The highest that has arrived.</summary>
    public uint Highest { get; private set; }

    /// <summary>Whether something below <see cref="Highest"/> is missing.</summary>
    public bool HasGap => Highest != Cumulative;

    /// <summary>Whether something came twice since the last report.</summary>
    public bool HasDuplicates => _duplicateCount > 0;

    /// <summary>The peer's first TSN is known.</summary>
    public void Begin(uint initialTsn)
    {
        Cumulative = Highest = unchecked(initialTsn - 1);
        _seen.AsSpan().Clear();
        _duplicateCount = 0;
    }

    /// <summary>Whether a chunk is new and near enough to be taken.</summary>
    public bool IsWanted(uint tsn) => unchecked(tsn - Cumulative - 1) < Span && !IsSeen(tsn);

    /// <summary>Whether a chunk has arrived before.</summary>
    public bool IsDuplicate(uint tsn) =>
        !SerialNumber.IsAfter(tsn, Cumulative) || (unchecked(tsn - Cumulative - 1) < Span && IsSeen(tsn));

    /// <summary>A wanted chunk was taken.</summary>
    public void Add(uint tsn)
    {
        _seen[(tsn % Span) >> 6] |= 1UL << (int)(tsn & 63);
        if (SerialNumber.IsAfter(tsn, Highest)) Highest = tsn;
        Advance();
    }

    /// <summary>A chunk came once more.</summary>
    public void AddDuplicate(uint tsn)
    {
        if (_duplicateCount < MaxDuplicates) _duplicates[_duplicateCount++] = tsn;
    }

    /// <summary>The peer has given up everything up to <paramref name="cumulative"/>, which is after <see cref="Cumulative"/>.</summary>
    public void Forward(uint cumulative)
    {
        if (unchecked(cumulative - Cumulative) >= Span)
        {
            _seen.AsSpan().Clear();
        }
        else
        {
            for (var tsn = unchecked(Cumulative + 1); tsn != unchecked(cumulative + 1); tsn++) Clear(tsn);
        }

        Cumulative = cumulative;
        if (SerialNumber.IsAfter(cumulative, Highest)) Highest = cumulative;
        Advance();
    }

    /// <summary>Adds a SACK to a packet, with as many gap blocks as fit, and forgets the duplicates.</summary>
    public bool TryWriteSack(ref SctpPacketWriter packet, uint window)
    {
        Span<byte> blocks = stackalloc byte[4 * MaxGapBlocks];
        var room = packet.Room - 12;
        if (room < 0) return false;

        var gapBytes = WriteGapBlocks(blocks[..Math.Min(blocks.Length, room & ~3)]);
        var duplicates = Math.Min(_duplicateCount, (room - gapBytes) / 4);
        if (!packet.TryAdd(SctpChunkType.Sack, 0, 12 + gapBytes + 4 * duplicates, out var value)) return false;

        BinaryPrimitives.WriteUInt32BigEndian(value, Cumulative);
        BinaryPrimitives.WriteUInt32BigEndian(value[4..], window);
        BinaryPrimitives.WriteUInt16BigEndian(value[8..], (ushort)(gapBytes / 4));
        BinaryPrimitives.WriteUInt16BigEndian(value[10..], (ushort)duplicates);
        blocks[..gapBytes].CopyTo(value[12..]);
        for (var i = 0; i < duplicates; i++) BinaryPrimitives.WriteUInt32BigEndian(value[(12 + gapBytes + 4 * i)..], _duplicates[i]);
        _duplicateCount = 0;
        return true;
    }

    int WriteGapBlocks(Span<byte> blocks)
    {
        var length = 0;
        var reach = unchecked(Highest - Cumulative);   // the last offset to look at
        for (uint offset = 1; offset <= reach && length + 4 <= blocks.Length;)
        {
            offset = Run(offset, reach, isSeen: false);
            if (offset > reach) break;
            var end = Run(offset, reach, isSeen: true) - 1;
            BinaryPrimitives.WriteUInt16BigEndian(blocks[length..], (ushort)offset);
            BinaryPrimitives.WriteUInt16BigEndian(blocks[(length + 2)..], (ushort)end);
            length += 4;
            offset = end + 1;
        }

        return length;
    }

    /// <returns>
    /// The first offset from <paramref name="offset"/> on whose bit is not <paramref name="isSeen"/>, or one past <paramref name="reach"/>.
    /// </returns>
    uint Run(uint offset, uint reach, bool isSeen)
    {
        while (offset <= reach)
        {
            var tsn = unchecked(Cumulative + offset);
            var word = _seen[(tsn % Span) >> 6] >> (int)(tsn & 63);
            var run = (uint)(isSeen ? BitOperations.TrailingZeroCount(~word) : BitOperations.TrailingZeroCount(word));
            var left = 64 - (tsn & 63);
            if (run < left) return Math.Min(offset + run, reach + 1);
            offset += left;
        }

        return reach + 1;
    }

    void Advance()
    {
        while (Cumulative != Highest && IsSeen(unchecked(Cumulative + 1)))
        {
            Cumulative++;
            Clear(Cumulative);
        }
    }

    bool IsSeen(uint tsn) => (_seen[(tsn % Span) >> 6] >> (int)(tsn & 63) & 1) != 0;

    void Clear(uint tsn) => _seen[(tsn % Span) >> 6] &= ~(1UL << (int)(tsn & 63));
}
