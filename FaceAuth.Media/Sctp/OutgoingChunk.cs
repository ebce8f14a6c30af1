using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>A DATA chunk that waits to be sent or acknowledged. Pooled; owned by <see cref="OutgoingChunkPool"/>'s association.</summary>
internal sealed class OutgoingChunk
{
    /// <summary>Bytes of a DATA chunk's value before the user's data (RFC 9260 §3.3.1).</summary>
    public const int FieldBytes = 12;

    /// <summary>Flag: last fragment.</summary>
    public const byte EndFlag = 0x01;

    /// <summary>Flag: first fragment.</summary>
    public const byte BeginFlag = 0x02;

    /// <summary>Flag: unordered.</summary>
    public const byte UnorderedFlag = 0x04;

    /// <summary>Flag: acknowledge at once (RFC 7053).</summary>
    public const byte ImmediateFlag = 0x08;

    /// <summary>The data; rented, longer than <see cref="Length"/>.</summary>
    public byte[] Buffer { get; set; } = [];

    /// <summary>Bytes of data.</summary>
    public int Length { get; set; }

    /// <summary>The chunk's flags.</summary>
    public byte Flags { get; set; }

    /// <summary>Its stream.</summary>
    public ushort Stream { get; set; }

    /// <summary>Its place in the stream, set when its message is first sent.</summary>
    public ushort Ssn { get; set; }

    /// <summary>Payload protocol identifier, passed through.</summary>
    public uint Ppid { get; set; }

    /// <summary>Its transmission sequence number, set when it is first sent.</summary>
    public uint Tsn { get; set; }

    /// <summary>Tells the fragments of one message from the next one's.</summary>
    public uint Message { get; set; }

    /// <summary>Times sent.</summary>
    public int Sends { get; set; }

    /// <summary>When it was last sent.</summary>
    public TimeSpan SentAt { get; set; }

    /// <summary>The number of that sending, counted over all chunks.</summary>
    public long SentOrder { get; set; }

    /// <summary>Its neighbour in <see cref="SentChunks"/> that was sent before it.</summary>
    public OutgoingChunk? Older { get; set; }

    /// <summary>Its neighbour in <see cref="SentChunks"/> that was sent after it.</summary>
    public OutgoingChunk? Newer { get; set; }

    /// <summary>Given up once sent more often than this.</summary>
    public int MaxSends { get; set; }

    /// <summary>Given up from then on.</summary>
    public TimeSpan ExpiresAt { get; set; }

    /// <summary>Where it stands, once it has a TSN.</summary>
    public OutgoingChunkState State { get; set; }

    /// <summary>Bytes on the wire, header and padding included.</summary>
    public int Size => (SctpChunk.HeaderBytes + FieldBytes + Length + 3) & ~3;

    /// <summary>Whether it opens a message.</summary>
    public bool IsFirst => (Flags & BeginFlag) != 0;

    /// <summary>Whether it closes a message.</summary>
    public bool IsLast => (Flags & EndFlag) != 0;

    /// <summary>Whether it need not wait for its turn.</summary>
    public bool IsUnordered => (Flags & UnorderedFlag) != 0;

    /// <summary>Whether its message is to be given up rather than sent once more.</summary>
    public bool IsSpent(TimeSpan now) => Sends >= MaxSends || now >= ExpiresAt;

    /// <summary>Writes it into a packet. False when it does not fit.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="isUrgent">Whether the peer is asked to acknowledge at once.</param>
    public bool TryWrite(ref SctpPacketWriter packet, bool isUrgent)
    {
        var flags = isUrgent ? (byte)(Flags | ImmediateFlag) : Flags;
        if (!packet.TryAdd(SctpChunkType.Data, flags, FieldBytes + Length, out var value)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(value, Tsn);
        BinaryPrimitives.WriteUInt16BigEndian(value[4..], Stream);
        BinaryPrimitives.WriteUInt16BigEndian(value[6..], Ssn);
        BinaryPrimitives.WriteUInt32BigEndian(value[8..], Ppid);
        Buffer.AsSpan(0, Length).CopyTo(value[FieldBytes..]);
        return true;
    }
}
