using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.DataChannels;

/// <summary>DATA_CHANNEL_OPEN (RFC 8832 §5.1, https://www.rfc-editor.org/rfc/rfc8832#section-5.1).</summary>
/// <remarks><code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Message Type |  Channel Type |            Priority           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                    Reliability Parameter                      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |         Label Length          |       Protocol Length         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Label, then Protocol                                         |
/// </code></remarks>
internal readonly ref struct OpenMessage
{
    /// <summary>Message type of OPEN.</summary>
    public const byte MessageType = 0x03;

    /// <summary>Message type of ACK, which is that byte alone (§5.2).</summary>
    public const byte AckType = 0x02;

    /// <summary>Bytes before the label.</summary>
    public const int HeaderBytes = 12;

    const ushort NormalPriority = 256;   // RFC 8831 §6.4

    OpenMessage(ReadOnlySpan<byte> label, SctpReliability reliability)
    {
        Label = label;
        Reliability = reliability;
    }

    /// <summary>The label, as sent.</summary>
    public ReadOnlySpan<byte> Label { get; }

    /// <summary>How messages are delivered, both ways.</summary>
    public SctpReliability Reliability { get; }

    /// <summary>Whether <see cref="Label"/> is UTF-8.</summary>
    public bool IsLabelValid => Utf8.IsValid(Label);

    /// <summary>Reads a whole message. False when lengths do not fit or the channel type is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out OpenMessage message)
    {
        message = default;
        if (bytes.Length < HeaderBytes || bytes[0] != MessageType) return false;

        int label = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]);
        int protocol = BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]);
        if (bytes.Length != HeaderBytes + label + protocol) return false;

        var isUnordered = (bytes[1] & 0x80) != 0;
        var limit = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), int.MaxValue - 1);
        SctpReliability? reliability = (bytes[1] & 0x7F) switch
        {
            0 => new(isUnordered),
            1 => new(isUnordered, MaxRetransmits: limit),
            2 => new(isUnordered, Lifetime: TimeSpan.FromMilliseconds(limit)),
            _ => null,
        };
        if (reliability is null) return false;
        message = new(bytes.Slice(HeaderBytes, label), reliability.Value);
        return true;
    }

    /// <summary>Writes an OPEN.</summary>
    /// <param name="label">The channel's label.</param>
    /// <param name="reliability">How its messages are delivered; retransmissions count before a lifetime.</param>
    /// <param name="bytes">Room for <see cref="HeaderBytes"/> and the label in UTF-8.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(string label, in SctpReliability reliability, Span<byte> bytes)
    {
        var (type, limit) = reliability switch
        {
            { MaxRetransmits: { } retransmits } => (1, (uint)retransmits),
            { Lifetime: { } lifetime } => (2, (uint)lifetime.TotalMilliseconds),
            _ => (0, 0u),
        };
        bytes[..HeaderBytes].Clear();
        var length = Encoding.UTF8.GetBytes(label, bytes[HeaderBytes..]);
        bytes[0] = MessageType;
        bytes[1] = (byte)(type | (reliability.IsUnordered ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], NormalPriority);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], limit);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[8..], (ushort)length);
        return HeaderBytes + length;
    }
}
