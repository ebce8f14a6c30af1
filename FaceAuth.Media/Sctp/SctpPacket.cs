using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>A received packet, a view.</summary>
/// <remarks><code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |      Source Port Number       |    Destination Port Number    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                       Verification Tag                        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           Checksum                            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Chunks                                                       |
/// </code>RFC 9260 §3.1.</remarks>
internal readonly ref struct SctpPacket
{
    /// <summary>Bytes before the first chunk.</summary>
    public const int HeaderBytes = 12;

    readonly ReadOnlySpan<byte> _bytes;

    SctpPacket(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The sender's port.</summary>
    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>The receiver's port.</summary>
    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>The receiver's tag; 0 with INIT.</summary>
    public uint VerificationTag => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>Whether the checksum is right. It is little-endian, alone among the fields (RFC 9260 Appendix A).</summary>
    public bool IsIntact => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[8..]) == Crc32c.ComputePacket(_bytes);

    /// <summary>Everything after the header.</summary>
    public ReadOnlySpan<byte> Chunks => _bytes[HeaderBytes..];

    /// <summary>Looks at a packet. False when it has no room for a header and one chunk.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SctpPacket packet)
    {
        packet = new(bytes);
        return bytes.Length >= HeaderBytes + SctpChunk.HeaderBytes;
    }
}
