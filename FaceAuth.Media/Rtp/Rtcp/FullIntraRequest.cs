using System.Buffers.Binary;

namespace FaceAuth.Media.Rtp.Rtcp;

/// <summary>Full intra request: send a keyframe (RFC 5104 §4.3.1, https://www.rfc-editor.org/rfc/rfc5104#section-4.3.1).</summary>
/// <remarks>
/// Behind the feedback header, whose media SSRC is 0, once or more:
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                              SSRC                             |
/// | Seq nr.       |    reserved = 0                               |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
internal static class FullIntraRequest
{
    /// <summary>Feedback message type.</summary>
    public const int Format = 4;

    /// <summary>Whether <paramref name="ssrc"/> is asked, and the request's number: the same number again is the same request.</summary>
    public static bool TryRead(in RtcpBlock block, uint ssrc, out byte number)
    {
        number = 0;
        if (block.Type != RtcpType.PayloadFeedback || block.Count != Format || block.Body.Length < 8) return false;
        for (var entries = block.Body[8..]; entries.Length >= 8; entries = entries[8..])
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(entries) != ssrc) continue;
            number = entries[4];
            return true;
        }

        return false;
    }

    /// <summary>Writes a request of one source and returns its length.</summary>
    public static int Write(Span<byte> rtcp, uint sender, uint ssrc, byte number)
    {
        RtcpBlock.WriteFeedback(rtcp, RtcpType.PayloadFeedback, Format, sender, 0, 20);
        BinaryPrimitives.WriteUInt32BigEndian(rtcp[12..], ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(rtcp[16..], (uint)number << 24);
        return 20;
    }
}
