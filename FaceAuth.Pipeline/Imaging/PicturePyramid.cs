using System.Numerics;
using FaceAuth.Frames;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>One picture at full, half, quarter … size, for models that want a small one.</summary>
/// <remarks>
/// They sample a level that is at most twice as large: plain bilinear sampling of a larger one skips pixels and aliases. A level is made
/// when it is first asked for, by averaging 2×2 blocks of the one before. The memory is kept from picture to picture. One owner, one
/// thread.
/// </remarks>
internal sealed class PicturePyramid
{
    const int MaxLevel = 6;   // 4096 → 64

    readonly byte[]?[] _levels = new byte[MaxLevel][];
    VideoFrame? _frame;
    int _made;

    /// <summary>Width of the picture itself.</summary>
    public int Width => Frame.Width;

    /// <summary>Height of the picture itself.</summary>
    public int Height => Frame.Height;

    VideoFrame Frame => _frame ?? throw new InvalidOperationException("No picture is loaded.");

    /// <summary>Takes the next picture; the frame stays the caller's and must not be disposed while this is in use.</summary>
    public void Load(VideoFrame frame) => (_frame, _made) = (frame, 0);

    /// <summary>Lets go of the picture, so that its frame can be disposed; the memory stays for the next.</summary>
    public void Unload() => _frame = null;

    /// <summary>Fills <paramref name="tensor"/> along an affine map from its pixels to pixels of the full picture.</summary>
    /// <remarks>
    /// Whole numbers are the pixels' centres. Samples the level on which a step between tensor pixels is one to two samples.
    /// </remarks>
    public void Sample(in Matrix3x2 toPicture, in TensorFormat format, Span<float> tensor)
    {
        var step = MathF.Sqrt(MathF.Abs(toPicture.GetDeterminant()));
        SampleLevel(LevelFor(step), toPicture, format, tensor);
    }

    /// <summary>As <see cref="Sample"/>, from a level that the caller chooses: 0 is the picture itself.</summary>
    public void SampleLevel(int level, in Matrix3x2 toPicture, in TensorFormat format, Span<float> tensor)
    {
        var scale = 1f / (1 << level);
        // In pixels whose centres are whole numbers: x' = (x + ½)·scale − ½.
        var shift = 0.5f * scale - 0.5f;
        var toLevel = toPicture * new Matrix3x2(scale, 0, 0, scale, shift, shift);
        Sampler.Sample(Level(level), toLevel, format, tensor);
    }

    /// <summary>The picture halved <paramref name="level"/> times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0 or above 6.</exception>
    public PlanarPicture Level(int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        for (; _made < level; _made++) Make(_made + 1);
        return View(level);
    }

    int LevelFor(float step)
    {
        var level = step < 2 ? 0 : Math.Min((int)MathF.Log2(step), MaxLevel);
        while (level > 0 && Math.Min(Width, Height) >> level < 8) level--;
        return level;
    }

    void Make(int level)
    {
        var bytes = Layout.Of(Width, Height, level).Bytes;
        if (_levels[level - 1] is not { } memory || memory.Length < bytes)
            _levels[level - 1] = GC.AllocateUninitializedArray<byte>(bytes);
        var from = View(level - 1);
        var to = Layout.Of(Width, Height, level);
        var target = _levels[level - 1].AsSpan(0, bytes);
        Halving.Halve(from.Y, from.Width, from.Height, from.StrideY, target, to.StrideY);
        Halving.Halve(from.U, from.ChromaWidth, from.ChromaHeight, from.StrideUV, target[to.U..], to.StrideUV);
        Halving.Halve(from.V, from.ChromaWidth, from.ChromaHeight, from.StrideUV, target[to.V..], to.StrideUV);
    }

    PlanarPicture View(int level)
    {
        var frame = Frame;
        if (level == 0)
        {
            return new()
            {
                Y = frame.Y,
                U = frame.U,
                V = frame.V,
                Width = frame.Width,
                Height = frame.Height,
                ChromaWidth = frame.ChromaWidth,
                ChromaHeight = frame.ChromaHeight,
                StrideY = frame.StrideY,
                StrideUV = frame.StrideUV,
                FullRange = frame.FullRange,
            };
        }

        var layout = Layout.Of(frame.Width, frame.Height, level);
        ReadOnlySpan<byte> memory = _levels[level - 1];
        return new()
        {
            Y = memory[..layout.U],
            U = memory[layout.U..layout.V],
            V = memory[layout.V..layout.Bytes],
            Width = layout.Width,
            Height = layout.Height,
            ChromaWidth = layout.ChromaWidth,
            ChromaHeight = layout.ChromaHeight,
            StrideY = layout.StrideY,
            StrideUV = layout.StrideUV,
            FullRange = frame.FullRange,
        };
    }

    /// <summary>Where the planes of a level lie in its memory.</summary>
    readonly record struct Layout(int Width, int Height, int ChromaWidth, int ChromaHeight)
    {
        public int StrideY => (Width + 31) & ~31;

        public int StrideUV => (ChromaWidth + 31) & ~31;

        public int U => StrideY * Height;

        public int V => U + StrideUV * ChromaHeight;

        public int Bytes => V + StrideUV * ChromaHeight;

        public static Layout Of(int width, int height, int level)
        {
            var (chromaWidth, chromaHeight) = (Halving.Of(width), Halving.Of(height));
            for (; level > 0; level--)
            {
                (width, height) = (Halving.Of(width), Halving.Of(height));
                (chromaWidth, chromaHeight) = (Halving.Of(chromaWidth), Halving.Of(chromaHeight));
            }

            return new(width, height, chromaWidth, chromaHeight);
        }
    }
}
