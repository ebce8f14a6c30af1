namespace FaceAuth.Pipeline.Imaging;

/// <summary>A view of planar YUV 4:2:0 samples, BT.601; the memory is the caller's.</summary>
internal readonly ref struct PlanarPicture
{
    /// <summary>Luma rows, <see cref="StrideY"/> × <see cref="Height"/> bytes.</summary>
    public ReadOnlySpan<byte> Y { get; init; }

    /// <summary>Blue-difference rows, <see cref="StrideUV"/> × <see cref="ChromaHeight"/> bytes.</summary>
    public ReadOnlySpan<byte> U { get; init; }

    /// <summary>Red-difference rows, as <see cref="U"/>.</summary>
    public ReadOnlySpan<byte> V { get; init; }

    /// <summary>Width in luma samples, at least 2.</summary>
    public int Width { get; init; }

    /// <summary>Height in luma samples, at least 2.</summary>
    public int Height { get; init; }

    /// <summary>Width of the chroma planes, at least 1.</summary>
    public int ChromaWidth { get; init; }

    /// <summary>Height of the chroma planes, at least 1.</summary>
    public int ChromaHeight { get; init; }

    /// <summary>Bytes from one luma row to the next.</summary>
    public int StrideY { get; init; }

    /// <summary>Bytes from one chroma row to the next.</summary>
    public int StrideUV { get; init; }

    /// <summary>True for 0–255, false for 16–235 luma and 16–240 chroma.</summary>
    public bool FullRange { get; init; }
}
