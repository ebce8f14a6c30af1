using System.Buffers.Binary;

namespace FaceAuth.Media.Rtp.Rtcp;

/// <summary>Goodbye: the sources named have left (RFC 3550 §6.6, https://www.rfc-editor.org/rfc/rfc3550#section-6.6).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|    SC   |   PT=BYE=203  |             length            |
/// |                           SSRC/CSRC                           |  SC of them
/// |     length    |               reason for leaving              |  optional
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
internal static class Goodbye
{
    /// <summary>Whether the packet says that <paramref name="ssrc"/> has left.</summary>
    public static bool Names(in RtcpBlock block, uint ssrc)
    {
        if (block.Type != RtcpType.Goodbye) return false;
        var sources = block.Body;
        for (var left = block.Count; left > 0 && sources.Length >= 4; left--, sources = sources[4..])
            if (BinaryPrimitives.ReadUInt32BigEndian(sources) == ssrc) return true;
        return false;
    }

    /// <summary>Writes a goodbye of one source and returns its length.</summary>
    public static int Write(Span<byte> rtcp, uint ssrc)
    {
        RtcpBlock.WriteHeader(rtcp, RtcpType.Goodbye, 1, 8);
        BinaryPrimitives.WriteUInt32BigEndian(rtcp[4..], ssrc);
        return 8;
    }
}
