using System.Buffers.Binary;

namespace FaceAuth.Media.Rtp.Rtcp;

/// <summary>Picture loss indication: send a keyframe (RFC 4585 §6.3.1, https://www.rfc-editor.org/rfc/rfc4585#section-6.3.1).</summary>
/// <remarks>Nothing follows the feedback header.</remarks>
internal static class PictureLossIndication
{
    /// <summary>Feedback message type.</summary>
    public const int Format = 1;

    /// <summary>Reads which source is meant.</summary>
    public static bool TryRead(in RtcpBlock block, out uint media)
    {
        media = 0;
        if (block.Type != RtcpType.PayloadFeedback || block.Count != Format || block.Body.Length < 8) return false;
        media = BinaryPrimitives.ReadUInt32BigEndian(block.Body[4..]);
        return true;
    }

    /// <summary>Writes the 12 bytes and returns that.</summary>
    public static int Write(Span<byte> rtcp, uint sender, uint media)
    {
        RtcpBlock.WriteFeedback(rtcp, RtcpType.PayloadFeedback, Format, sender, media, 12);
        return 12;
    }
}
