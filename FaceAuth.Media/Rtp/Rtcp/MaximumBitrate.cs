using System.Buffers.Binary;
using System.Numerics;

namespace FaceAuth.Media.Rtp.Rtcp;

/// <summary>
/// Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03 §2.2,
/// https://datatracker.ietf.org/doc/html/draft-alvestrand-rmcat-remb-03#section-2.2).
/// </summary>
/// <remarks>
/// Behind the feedback header, whose media SSRC is 0:
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  'R'              'E'              'M'              'B'       |
/// |  Num SSRC     | BR Exp    |  BR Mantissa                      |
/// |   SSRC feedback                                               |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
internal static class MaximumBitrate
{
    /// <summary>Feedback message type: application layer feedback.</summary>
    public const int Format = 15;

    /// <summary>Writes the bitrate for one source, rounded down to 18 significant bits, and returns the length.</summary>
    public static int Write(Span<byte> rtcp, uint sender, uint media, uint bitsPerSecond)
    {
        var exponent = Math.Max(0, 32 - BitOperations.LeadingZeroCount(bitsPerSecond) - 18);
        RtcpBlock.WriteFeedback(rtcp, RtcpType.PayloadFeedback, Format, sender, 0, 24);
        "REMB"u8.CopyTo(rtcp[12..]);
        BinaryPrimitives.WriteUInt32BigEndian(rtcp[16..], 1u << 24 | (uint)exponent << 18 | bitsPerSecond >> exponent);
        BinaryPrimitives.WriteUInt32BigEndian(rtcp[20..], media);
        return 24;
    }
}
