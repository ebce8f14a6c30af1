using System.Buffers.Binary;

namespace FaceAuth.Media.Rtp;

/// <summary>
/// View of one RTP packet (RFC 3550 §5.1, https://www.rfc-editor.org/rfc/rfc3550#section-5.1) with its header extensions (RFC 8285 §4.2,
/// §4.3).
/// </summary>
/// <remarks>
/// Valid as long as the bytes it was read from.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           timestamp                           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           synchronization source (SSRC) identifier            |
/// +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
/// |            contributing source (CSRC) identifiers             |
/// |                             ....                              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |      defined by profile       |      length in words          |  when X is set
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
internal readonly ref struct RtpPacket
{
    /// <summary>Bytes of the fixed header.</summary>
    public const int FixedHeaderBytes = 12;

    const ushort OneByteProfile = 0xBEDE;
    const ushort TwoByteProfile = 0x1000;   // the low four bits are the application's

    readonly ReadOnlySpan<byte> _packet;
    readonly ReadOnlySpan<byte> _extensions;
    readonly ushort _profile;

    RtpPacket(ReadOnlySpan<byte> packet, ushort profile, ReadOnlySpan<byte> extensions, ReadOnlySpan<byte> payload, int padding)
    {
        _packet = packet;
        _profile = profile;
        _extensions = extensions;
        Payload = payload;
        PaddingBytes = padding;
    }

    /// <summary>Marker bit: the last packet of a picture.</summary>
    public bool Marker => (_packet[1] & 0x80) != 0;

    /// <summary>Payload type, 0–127.</summary>
    public byte PayloadType => (byte)(_packet[1] & 0x7F);

    /// <summary>Sequence number.</summary>
    public ushort SequenceNumber => BinaryPrimitives.ReadUInt16BigEndian(_packet[2..]);

    /// <summary>Timestamp; 90 kHz for video.</summary>
    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(_packet[4..]);

    /// <summary>Synchronization source.</summary>
    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(_packet[8..]);

    /// <summary>Payload without padding; may be empty.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Bytes of padding behind the payload.</summary>
    public int PaddingBytes { get; }

    /// <summary>Reads a packet; false when its lengths contradict each other.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RtpPacket packet)
    {
        packet = default;
        if (bytes.Length < FixedHeaderBytes || bytes[0] >> 6 != 2) return false;

        var offset = FixedHeaderBytes + 4 * (bytes[0] & 0x0F);
        ushort profile = 0;
        ReadOnlySpan<byte> extensions = default;
        if ((bytes[0] & 0x10) != 0)
        {
            if (bytes.Length < offset + 4) return false;
            profile = BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]);
            var length = 4 * BinaryPrimitives.ReadUInt16BigEndian(bytes[(offset + 2)..]);
            offset += 4;
            if (bytes.Length < offset + length) return false;
            extensions = bytes.Slice(offset, length);
            offset += length;
        }

        if (bytes.Length < offset) return false;
        var padding = 0;
        if ((bytes[0] & 0x20) != 0)
        {
            padding = bytes[^1];
            if (padding == 0 || padding > bytes.Length - offset) return false;
        }

        packet = new RtpPacket(bytes, profile, extensions, bytes[offset..^padding], padding);
        return true;
    }

    /// <summary>Finds a header extension element by its negotiated id.</summary>
    /// <param name="id">1–14 in the one-byte form, 1–255 in the two-byte form.</param>
    /// <param name="value">Its bytes.</param>
    public bool TryGetExtension(byte id, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (id == 0) return false;
        if (_profile == OneByteProfile) return TryGetOneByte(id, out value);
        return (_profile & 0xFFF0) == TwoByteProfile && TryGetTwoByte(id, out value);
    }

    bool TryGetOneByte(byte id, out ReadOnlySpan<byte> value)
    {
        value = default;
        for (var rest = _extensions; !rest.IsEmpty;)
        {
            var head = rest[0];
            rest = rest[1..];
            if (head == 0) continue;   // padding
            if (head >> 4 == 15) return false;   // reserved: stop here (RFC 8285 §4.2)
            var length = (head & 0x0F) + 1;
            if (rest.Length < length) return false;
            if (head >> 4 == id)
            {
                value = rest[..length];
                return true;
            }

            rest = rest[length..];
        }

        return false;
    }

    bool TryGetTwoByte(byte id, out ReadOnlySpan<byte> value)
    {
        value = default;
        for (var rest = _extensions; rest.Length >= 2;)
        {
            if (rest[0] == 0)
            {
                rest = rest[1..];
                continue;
            }

            int found = rest[0], length = rest[1];
            rest = rest[2..];
            if (rest.Length < length) return false;
            if (found == id)
            {
                value = rest[..length];
                return true;
            }

            rest = rest[length..];
        }

        return false;
    }
}
