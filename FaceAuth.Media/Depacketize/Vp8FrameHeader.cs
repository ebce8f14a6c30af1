using System.Buffers.Binary;

namespace FaceAuth.Media.Depacketize;

/// <summary>The uncompressed head of a VP8 picture (RFC 6386 §9.1, https://www.rfc-editor.org/rfc/rfc6386#section-9.1).</summary>
/// <param name="IsKeyframe">It refers to no earlier picture.</param>
/// <param name="IsShown">It is meant to be seen, not only referred to.</param>
/// <param name="FirstPartitionBytes">Length of the first partition.</param>
/// <param name="Width">Width in pixels, 1–16 383; 0 unless a keyframe.</param>
/// <param name="Height">Height in pixels, 1–16 383; 0 unless a keyframe.</param>
/// <remarks>
/// Little-endian, least significant bit first:
/// <code>
/// 3 bytes:  1 inverse keyframe flag | 3 version | 1 show_frame | 19 first_part_size
/// keyframes only, 7 bytes:  9D 01 2A | 14 width | 2 horizontal scale | 14 height | 2 vertical scale
/// </code>
/// </remarks>
internal readonly record struct Vp8FrameHeader(bool IsKeyframe, bool IsShown, int FirstPartitionBytes, ushort Width, ushort Height)
{
    /// <summary>Bytes of a keyframe's header.</summary>
    public const int KeyframeBytes = 10;

    /// <summary>Reads the header; false when it is cut short or not VP8's.</summary>
    public static bool TryRead(ReadOnlySpan<byte> picture, out Vp8FrameHeader header)
    {
        header = default;
        if (picture.Length < 3) return false;
        var tag = picture[0] | picture[1] << 8 | picture[2] << 16;
        var (shown, size) = ((tag & 0x10) != 0, tag >> 5);
        if ((tag & 0x0E) > 0x06) return false;   // versions 0–3 are defined
        if ((tag & 1) != 0)
        {
            header = new Vp8FrameHeader(false, shown, size, 0, 0);
            return true;
        }

        if (picture.Length < KeyframeBytes || picture[3] != 0x9D || picture[4] != 0x01 || picture[5] != 0x2A) return false;
        var width = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(picture[6..]) & 0x3FFF);
        var height = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(picture[8..]) & 0x3FFF);
        if (width == 0 || height == 0) return false;
        header = new Vp8FrameHeader(true, shown, size, width, height);
        return true;
    }
}
