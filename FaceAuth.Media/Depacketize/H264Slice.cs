namespace FaceAuth.Media.Depacketize;

/// <summary>The first fields of a slice header (ITU-T H.264 §7.3.3).</summary>
/// <param name="FirstMacroblock">Where in the picture it begins; 0 at its start.</param>
/// <param name="IsIntra">It refers to no other picture.</param>
/// <param name="PictureSet">Id of its picture parameter set.</param>
internal readonly record struct H264Slice(uint FirstMacroblock, bool IsIntra, uint PictureSet)
{
    /// <summary>Reads them from a slice without its unit's header byte; null when it is cut short.</summary>
    public static H264Slice? Read(ReadOnlySpan<byte> content)
    {
        var bits = new BitReader(content);
        var (first, type, set) = (bits.UnsignedGolomb(), bits.UnsignedGolomb(), bits.UnsignedGolomb());
        return bits.IsOverrun || type > 9 || set > 255 ? null : new(first, type % 5 is 2 or 4, set);   // I and SI
    }
}
