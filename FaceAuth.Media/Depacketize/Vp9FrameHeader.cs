namespace FaceAuth.Media.Depacketize;

/// <summary>The head of a VP9 frame (VP9 Bitstream &amp; Decoding Process Specification §6.2), as far as a keyframe's size.</summary>
/// <param name="IsKeyframe">It refers to no earlier frame.</param>
/// <param name="Width">Width in pixels; 0 unless a keyframe.</param>
/// <param name="Height">Height in pixels; 0 unless a keyframe.</param>
internal readonly record struct Vp9FrameHeader(bool IsKeyframe, ushort Width, ushort Height)
{
    const uint FrameMarker = 2, SyncCode = 0x498342;
    const uint Rgb = 7;

    /// <summary>Reads the head of a profile 0 frame; false for any other.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out Vp9FrameHeader header)
    {
        header = default;
        var bits = new BitReader(frame);
        if (bits.Bits(2) != FrameMarker || bits.Bits(2) != 0) return false;   // profile 0: 8 bits, 4:2:0
        if (bits.Flag()) return !bits.IsOverrun;                              // shows a frame that is already there
        var isInter = bits.Flag();
        bits.Skip(2);
        if (isInter) return !bits.IsOverrun;
        if (bits.Bits(24) != SyncCode || bits.Bits(3) == Rgb) return false;
        bits.Skip(1);
        var (width, height) = (bits.Bits(16) + 1, bits.Bits(16) + 1);
        if (bits.IsOverrun || width > ushort.MaxValue || height > ushort.MaxValue) return false;
        header = new(true, (ushort)width, (ushort)height);
        return true;
    }
}
