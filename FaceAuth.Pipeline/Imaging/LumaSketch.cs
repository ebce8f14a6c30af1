namespace FaceAuth.Pipeline.Imaging;

/// <summary>A picture's brightness, small enough to keep: the level of its pyramid whose sides are at most <see cref="MaxSide"/>.</summary>
/// <remarks>
/// Limited range (16–235), whatever the picture's is. Its memory is its own and is kept from picture to picture. One owner, one thread.
/// </remarks>
internal sealed class LumaSketch
{
    /// <summary>Largest side in samples: 160 × 120 of a picture of 640 × 480 or 320 × 240.</summary>
    public const int MaxSide = 200;

    const int MaxLevel = 6;

    readonly byte[] _luma = new byte[MaxSide * MaxSide];

    /// <summary>Samples a row; 0 when empty.</summary>
    public int Width { get; private set; }

    /// <summary>Rows; 0 when empty.</summary>
    public int Height { get; private set; }

    /// <summary>Samples per pixel of the picture, 1 or a half, a quarter …</summary>
    public float Scale { get; private set; }

    /// <summary>Whether it holds no picture.</summary>
    public bool IsEmpty => Width == 0;

    /// <summary>The samples, row by row without gaps.</summary>
    public ReadOnlySpan<byte> Luma => _luma.AsSpan(0, Width * Height);

    /// <summary>Takes a picture; one that is still too large when halved six times leaves it empty.</summary>
    public void Take(PicturePyramid picture)
    {
        Clear();
        var level = 0;
        while (level < MaxLevel && Math.Max(picture.Width, picture.Height) >> level > MaxSide) level++;
        var from = picture.Level(level);
        if (from.Width > MaxSide || from.Height > MaxSide) return;
        (Width, Height, Scale) = (from.Width, from.Height, 1f / (1 << level));
        for (var row = 0; row < Height; row++)
            from.Y.Slice(row * from.StrideY, Width).CopyTo(_luma.AsSpan(row * Width));
        if (from.FullRange) Narrow(_luma.AsSpan(0, Width * Height));
    }

    /// <summary>Becomes a copy of another.</summary>
    public void CopyFrom(LumaSketch other)
    {
        (Width, Height, Scale) = (other.Width, other.Height, other.Scale);
        other.Luma.CopyTo(_luma);
    }

    /// <summary>Forgets the picture.</summary>
    public void Clear() => (Width, Height, Scale) = (0, 0, 0);

    // 219 steps of 16–235 for 255, rounded
    static void Narrow(Span<byte> luma)
    {
        foreach (ref var sample in luma) sample = (byte)(16 + (sample * 219 + 127) / 255);
    }
}
