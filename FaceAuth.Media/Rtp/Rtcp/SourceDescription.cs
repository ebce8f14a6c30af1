using System.Buffers.Binary;
using System.Text;

namespace FaceAuth.Media.Rtp.Rtcp;

/// <summary>
/// Source description with the one item that every compound needs, CNAME (RFC 3550 §6.5,
/// https://www.rfc-editor.org/rfc/rfc3550#section-6.5).
/// </summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|    SC   |  PT=SDES=202  |             length            |
/// |                          SSRC/CSRC_1                          |
/// |    CNAME=1    |     length    | name …                      0 |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
internal static class SourceDescription
{
    const byte Cname = 1;

    /// <summary>Reads the first chunk's SSRC and CNAME; false when there is none.</summary>
    public static bool TryRead(in RtcpBlock block, out uint ssrc, out ReadOnlySpan<byte> cname)
    {
        ssrc = 0;
        cname = default;
        if (block.Type != RtcpType.SourceDescription || block.Count == 0 || block.Body.Length < 8) return false;
        ssrc = BinaryPrimitives.ReadUInt32BigEndian(block.Body);
        for (var items = block.Body[4..]; items.Length >= 2 && items[0] != 0; items = items[(2 + items[1])..])
        {
            if (items.Length < 2 + items[1]) return false;
            if (items[0] != Cname) continue;
            cname = items.Slice(2, items[1]);
            return true;
        }

        return false;
    }

    /// <summary>Writes one chunk with a CNAME of at most 255 ASCII characters and returns the length.</summary>
    public static int Write(Span<byte> rtcp, uint ssrc, string cname)
    {
        var length = (8 + 2 + cname.Length + 1 + 3) & ~3;   // at least one zero ends the items
        rtcp[..length].Clear();
        RtcpBlock.WriteHeader(rtcp, RtcpType.SourceDescription, 1, length);
        BinaryPrimitives.WriteUInt32BigEndian(rtcp[4..], ssrc);
        rtcp[8] = Cname;
        rtcp[9] = (byte)Encoding.ASCII.GetBytes(cname, rtcp[10..length]);
        return length;
    }
}
