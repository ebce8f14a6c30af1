namespace FaceAuth.Media.Depacketize;

/// <summary>What a sequence header says about the picture's size (AV1 Bitstream &amp; Decoding Process Specification §5.5).</summary>
/// <param name="Width">Largest width in pixels.</param>
/// <param name="Height">Largest height in pixels.</param>
internal readonly record struct Av1SequenceHeader(ushort Width, ushort Height)
{
    /// <summary>Reads a sequence header without its OBU header.</summary>
    /// <returns>False when it is broken or not of profile 0 (8 or 10 bits, 4:2:0).</returns>
    public static bool TryRead(ReadOnlySpan<byte> content, out Av1SequenceHeader header)
    {
        header = default;
        var bits = new BitReader(content);
        if (bits.Bits(3) != 0) return false;
        bits.Skip(1);
        if (bits.Flag()) bits.Skip(5);   // a still picture's short header
        else SkipOperatingPoints(ref bits);
        var (widthBits, heightBits) = ((int)bits.Bits(4) + 1, (int)bits.Bits(4) + 1);
        var (width, height) = (bits.Bits(widthBits) + 1, bits.Bits(heightBits) + 1);
        if (bits.IsOverrun || width > ushort.MaxValue || height > ushort.MaxValue) return false;
        header = new((ushort)width, (ushort)height);
        return true;
    }

    static void SkipOperatingPoints(ref BitReader bits)
    {
        var (hasModel, delayBits) = (false, 0);
        if (bits.Flag())
        {
            bits.Skip(64);
            if (bits.Flag()) bits.UnsignedGolomb();   // uvlc() is coded as ue(v) is
            hasModel = bits.Flag();
            if (hasModel)
            {
                delayBits = (int)bits.Bits(5) + 1;
                bits.Skip(32 + 5 + 5);
            }
        }

        var hasDisplayDelay = bits.Flag();
        for (var points = bits.Bits(5) + 1; points > 0; points--)
        {
            bits.Skip(12);
            if (bits.Bits(5) > 7) bits.Skip(1);
            if (hasModel && bits.Flag()) bits.Skip(2 * delayBits + 1);
            if (hasDisplayDelay && bits.Flag()) bits.Skip(4);
        }
    }
}
