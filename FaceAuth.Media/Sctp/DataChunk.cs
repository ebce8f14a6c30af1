using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>A received DATA chunk, a view.</summary>
/// <remarks><code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Type = 0    |  Res  |I|U|B|E|            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                              TSN                              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |      Stream Identifier S      |   Stream Sequence Number n    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                  Payload Protocol Identifier                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  User Data                                                    |
/// </code>RFC 9260 §3.3.1.</remarks>
internal readonly ref struct DataChunk
{
    readonly ReadOnlySpan<byte> _value;

    DataChunk(byte flags, ReadOnlySpan<byte> value)
    {
        Flags = flags;
        _value = value;
    }

    /// <summary>The flags as sent.</summary>
    public byte Flags { get; }

    /// <summary>Transmission sequence number.</summary>
    public uint Tsn => BinaryPrimitives.ReadUInt32BigEndian(_value);

    /// <summary>Stream.</summary>
    public ushort Stream => BinaryPrimitives.ReadUInt16BigEndian(_value[4..]);

    /// <summary>Place of the message in its stream; means nothing when unordered.</summary>
    public ushort Ssn => BinaryPrimitives.ReadUInt16BigEndian(_value[6..]);

    /// <summary>Payload protocol identifier.</summary>
    public uint Ppid => BinaryPrimitives.ReadUInt32BigEndian(_value[8..]);

    /// <summary>The user's data; may be empty, which is against the rules.</summary>
    public ReadOnlySpan<byte> Data => _value[OutgoingChunk.FieldBytes..];

    /// <summary>First fragment of its message.</summary>
    public bool IsFirst => (Flags & OutgoingChunk.BeginFlag) != 0;

    /// <summary>Last fragment of its message.</summary>
    public bool IsLast => (Flags & OutgoingChunk.EndFlag) != 0;

    /// <summary>Delivered without waiting for its turn.</summary>
    public bool IsUnordered => (Flags & OutgoingChunk.UnorderedFlag) != 0;

    /// <summary>The sender asks for an acknowledgement at once (RFC 7053).</summary>
    public bool IsImmediate => (Flags & OutgoingChunk.ImmediateFlag) != 0;

    /// <summary>Looks at a chunk. False when it is too short for its fields.</summary>
    public static bool TryRead(in SctpChunk chunk, out DataChunk data)
    {
        var isLong = chunk.Value.Length >= OutgoingChunk.FieldBytes;
        data = isLong ? new(chunk.Flags, chunk.Value) : default;
        return isLong;
    }
}
