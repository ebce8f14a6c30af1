namespace FaceAuth.Media.Depacketize;

/// <summary>Reads bits, the most significant first.</summary>
/// <remarks>Past the end every bit is 0 and <see cref="IsOverrun"/> is set; nothing throws.</remarks>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    readonly ReadOnlySpan<byte> _bytes = bytes;
    int _bit;

    /// <summary>Whether more was read than is there; what was read is then worth nothing.</summary>
    public readonly bool IsOverrun => _bit > _bytes.Length * 8;

    /// <summary>Reads one bit.</summary>
    public bool Flag() => Bits(1) != 0;

    /// <summary>Reads 0 to 32 bits.</summary>
    public uint Bits(int count)
    {
        var value = 0u;
        for (; count > 0; count--, _bit++)
        {
            var isSet = _bit >> 3 < _bytes.Length && (_bytes[_bit >> 3] >> (7 - (_bit & 7)) & 1) != 0;
            value = value << 1 | (isSet ? 1u : 0u);
        }

        return value;
    }

    /// <summary>Passes over bits.</summary>
    public void Skip(int count) => _bit += count;

    /// <summary>Reads ue(v), an unsigned Exp-Golomb number (ITU-T H.264 §9.1); 0 and an overrun for one of more than 32 bits.</summary>
    public uint UnsignedGolomb()
    {
        var zeros = 0;
        while (!IsOverrun && !Flag()) zeros++;
        if (IsOverrun || zeros > 31)
        {
            _bit = _bytes.Length * 8 + 1;
            return 0;
        }

        return (1u << zeros) - 1 + Bits(zeros);
    }

    /// <summary>Reads se(v), a signed Exp-Golomb number (ITU-T H.264 §9.1.1).</summary>
    public int SignedGolomb()
    {
        var code = UnsignedGolomb();
        return (code & 1) != 0 ? (int)(code / 2) + 1 : -(int)(code / 2);
    }
}
