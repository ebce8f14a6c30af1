using System.Buffers.Binary;

namespace FaceAuth.Media.Rtp.Rtcp;

/// <summary>Generic NACK (RFC 4585 §6.2.1, https://www.rfc-editor.org/rfc/rfc4585#section-6.2.1).</summary>
/// <remarks>
/// Behind the feedback header, once or more:
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |       lost packet (PID)       |  bit i: PID + i + 1 too (BLP) |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
internal static class GenericNack
{
    /// <summary>Feedback message type.</summary>
    public const int Format = 1;

    const int HeadBytes = 12;

    /// <summary>Reads which source is meant and the pairs, 4 bytes each, for <see cref="TryTake"/>.</summary>
    public static bool TryRead(in RtcpBlock block, out uint media, out ReadOnlySpan<byte> pairs)
    {
        media = 0;
        pairs = default;
        if (block.Type != RtcpType.TransportFeedback || block.Count != Format || block.Body.Length < 12) return false;
        media = BinaryPrimitives.ReadUInt32BigEndian(block.Body[4..]);
        pairs = block.Body[8..];
        return true;
    }

    /// <summary>Takes the next pair; false at the end.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> pairs, out ushort first, out ushort following)
    {
        (first, following) = (0, 0);
        if (pairs.Length < 4) return false;
        first = BinaryPrimitives.ReadUInt16BigEndian(pairs);
        following = BinaryPrimitives.ReadUInt16BigEndian(pairs[2..]);
        pairs = pairs[4..];
        return true;
    }

    /// <summary>Writes a NACK of the packets given, lowest first, and returns its length: at most 12 bytes and 4 for each packet.</summary>
    public static int Write(Span<byte> rtcp, uint sender, uint media, ReadOnlySpan<long> sequences)
    {
        var length = HeadBytes;
        for (var i = 0; i < sequences.Length;)
        {
            var first = sequences[i++];
            var following = 0;
            for (; i < sequences.Length && sequences[i] - first <= 16; i++)
                if (sequences[i] > first) following |= 1 << (int)(sequences[i] - first - 1);
            BinaryPrimitives.WriteUInt16BigEndian(rtcp[length..], (ushort)first);
            BinaryPrimitives.WriteUInt16BigEndian(rtcp[(length + 2)..], (ushort)following);
            length += 4;
        }

        RtcpBlock.WriteFeedback(rtcp, RtcpType.TransportFeedback, Format, sender, media, length);
        return length;
    }
}
