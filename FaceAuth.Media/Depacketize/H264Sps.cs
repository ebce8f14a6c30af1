namespace FaceAuth.Media.Depacketize;

/// <summary>What a sequence parameter set says about itself and the picture's size (ITU-T H.264 §7.3.2.1.1).</summary>
/// <param name="Id">Its id, 0–31.</param>
/// <param name="Width">Width in pixels after cropping.</param>
/// <param name="Height">Height in pixels after cropping.</param>
internal readonly record struct H264Sps(uint Id, ushort Width, ushort Height)
{
    // Everything up to the cropping, even with all scaling lists, is shorter.
    const int LongestHead = 1024;

    /// <summary>Reads a sequence parameter set without its header byte; false when it is broken or too large.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out H264Sps sps)
    {
        sps = default;
        if (content.Length < 3) return false;
        Span<byte> plain = stackalloc byte[LongestHead];
        var bits = new BitReader(plain[..Unescape(content, plain)]);
        var profile = bits.Bits(8);
        bits.Skip(16);               // constraint flags, level
        var id = bits.UnsignedGolomb();
        var chroma = 1u;
        if (profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135)
        {
            chroma = bits.UnsignedGolomb();
            if (chroma == 3) bits.Skip(1);
            bits.UnsignedGolomb();   // bit depths
            bits.UnsignedGolomb();
            bits.Skip(1);
            if (bits.Flag()) SkipScalingLists(ref bits, chroma == 3 ? 12 : 8);
        }

        bits.UnsignedGolomb();       // frame number's bits
        SkipPictureOrder(ref bits);
        bits.UnsignedGolomb();       // reference pictures
        bits.Skip(1);
        var columns = bits.UnsignedGolomb() + 1L;
        var rows = bits.UnsignedGolomb() + 1L;
        var isProgressive = bits.Flag();
        if (!isProgressive) bits.Skip(1);
        bits.Skip(1);
        long width = columns * 16, height = rows * 16 * (isProgressive ? 1 : 2);
        if (bits.Flag())
        {
            var (unitX, unitY) = (chroma is 1 or 2 ? 2 : 1, (chroma == 1 ? 2 : 1) * (isProgressive ? 1 : 2));
            width -= unitX * ((long)bits.UnsignedGolomb() + bits.UnsignedGolomb());
            height -= unitY * ((long)bits.UnsignedGolomb() + bits.UnsignedGolomb());
        }

        if (bits.IsOverrun || id > 31 || width is < 1 or > ushort.MaxValue || height is < 1 or > ushort.MaxValue) return false;
        sps = new(id, (ushort)width, (ushort)height);
        return true;
    }

    static void SkipPictureOrder(ref BitReader bits)
    {
        var type = bits.UnsignedGolomb();
        if (type == 0) bits.UnsignedGolomb();
        if (type != 1) return;
        bits.Skip(1);
        bits.SignedGolomb();
        bits.SignedGolomb();
        for (var cycle = Math.Min(bits.UnsignedGolomb(), 255); cycle > 0; cycle--) bits.SignedGolomb();
    }

    static void SkipScalingLists(ref BitReader bits, int lists)
    {
        for (var list = 0; list < lists; list++)
        {
            if (!bits.Flag()) continue;
            var (last, next) = (8, 8);
            for (var left = list < 6 ? 16 : 64; left > 0 && next != 0; left--)
            {
                next = (last + bits.SignedGolomb() + 256) & 255;
                if (next != 0) last = next;
            }
        }
    }

    // takes out the bytes that keep a start code from appearing (§7.4.1); returns the length
    static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> plain)
    {
        var (length, zeros) = (0, 0);
        foreach (var value in escaped)
        {
            if (length == plain.Length) break;
            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = value == 0 ? zeros + 1 : 0;
            plain[length++] = value;
        }

        return length;
    }
}
