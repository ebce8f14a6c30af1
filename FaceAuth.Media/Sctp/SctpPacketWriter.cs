using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>Writes one packet, chunk after chunk, into a buffer of the caller.</summary>
internal ref struct SctpPacketWriter
{
    readonly Span<byte> _buffer;
    int _length;

    /// <summary>Begins a packet.</summary>
    /// <param name="buffer">Where it goes; at least 12 bytes. Its length is the limit of the packet.</param>
    /// <param name="port">Port of both sides.</param>
    /// <param name="tag">The receiver's verification tag.</param>
    public SctpPacketWriter(Span<byte> buffer, int port, uint tag)
    {
        _buffer = buffer;
        _length = SctpPacket.HeaderBytes;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)port);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], (ushort)port);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], tag);
    }

    /// <summary>Whether it has no chunk yet.</summary>
    public readonly bool IsEmpty => _length == SctpPacket.HeaderBytes;

    /// <summary>The longest value that another chunk can have; below 0 when not even its header fits.</summary>
    public readonly int Room => (_buffer.Length & ~3) - _length - SctpChunk.HeaderBytes;

    /// <summary>Adds a chunk whose value the caller writes.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="flags">Its flags.</param>
    /// <param name="valueBytes">Length of its value.</param>
    /// <param name="value">Its value, to be written in full.</param>
    /// <returns>False when it does not fit; the packet is as before.</returns>
    public bool TryAdd(SctpChunkType type, byte flags, int valueBytes, out Span<byte> value)
    {
        value = default;
        if (valueBytes > Room) return false;

        var chunk = _buffer[_length..];
        chunk[0] = (byte)type;
        chunk[1] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(chunk[2..], (ushort)(SctpChunk.HeaderBytes + valueBytes));
        value = chunk.Slice(SctpChunk.HeaderBytes, valueBytes);

        var padded = (valueBytes + 3) & ~3;
        chunk[(SctpChunk.HeaderBytes + valueBytes)..(SctpChunk.HeaderBytes + padded)].Clear();
        _length += SctpChunk.HeaderBytes + padded;
        return true;
    }

    /// <summary>Adds a chunk with a value that stands ready.</summary>
    /// <returns>False when it does not fit.</returns>
    public bool TryAdd(SctpChunkType type, byte flags, scoped ReadOnlySpan<byte> value)
    {
        if (!TryAdd(type, flags, value.Length, out var room)) return false;
        value.CopyTo(room);
        return true;
    }

    /// <summary>Writes the checksum.</summary>
    /// <returns>Length of the packet; 0 when it has no chunk.</returns>
    public readonly int Finish()
    {
        if (IsEmpty) return 0;
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer[8..], Crc32c.ComputePacket(_buffer[.._length]));
        return _length;
    }
}
