using FaceAuth.Frames;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Flows;

/// <summary>A clip or photo as a camera of 640 pixels' width delivers it, decoded once and kept, played in a loop.</summary>
internal sealed class Footage
{
    const string Camera = "scale=640:480:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=area";

    readonly List<byte[]> _pictures = [];
    int _width;
    int _height;

    Footage(double fps) => Fps = fps;

    /// <summary>Pictures a second.</summary>
    public double Fps { get; }

    public (int Width, int Height) Size => (_width, _height);

    /// <summary>A clip of 30 pictures a second, or every <paramref name="every"/>th of them.</summary>
    public static Footage Clip(string name, int every = 1, int pictures = 0, string? filter = null)
    {
        var footage = new Footage(30.0 / every);
        var seen = filter is null ? Camera : $"{Camera},{filter}";
        footage.Load(SharedFiles.Data(name), every == 1 ? seen : $"select=not(mod(n\\,{every})),{seen}", pictures);
        return footage;
    }

    /// <summary>A photo held still, in its own shape: black bars would look like a screen's frame.</summary>
    public static Footage Photo(string path, double fps, int side = 640)
    {
        var footage = new Footage(fps);
        footage.Load(path, $"scale={side}:{side}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=area", 1);
        return footage;
    }

    /// <summary>One face, stretched to sizes that no camera has but a client may send.</summary>
    public static IEnumerable<Footage> OddShapes()
    {
        foreach (var size in new[] { "2:2", "16:2", "2:16", "34:50", "4096:2", "2:2048", "4096:64", "1080:1920" })
        {
            var footage = new Footage(2);
            footage.Load(SharedFiles.Data("video/single_face.mp4"), $"scale={size}", 1);
            yield return footage;
        }
    }

    /// <summary>Writes a picture into a rented frame of the right size.</summary>
    public VideoFrame Rent(VideoFramePool pool, int number)
    {
        Assert.True(pool.TryRent(_width, _height, out var frame));
        ReadOnlySpan<byte> packed = _pictures[number % _pictures.Count];
        packed = Unpack(packed, frame.Y, frame.StrideY, frame.Width, frame.Height);
        packed = Unpack(packed, frame.U, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
        Unpack(packed, frame.V, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
        frame.RtpTimestamp = (uint)(number * 90_000 / Fps);
        return frame;
    }

    void Load(string path, string filter, int pictures)
    {
        foreach (var frame in Clips.Frames(path, filter, pictures))
        {
            using (frame)
            {
                (_width, _height) = (frame.Width, frame.Height);
                var packed = new byte[frame.Width * frame.Height + 2 * frame.ChromaWidth * frame.ChromaHeight];
                var rest = Pack(packed, frame.Y, frame.StrideY, frame.Width, frame.Height);
                rest = Pack(rest, frame.U, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
                Pack(rest, frame.V, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
                _pictures.Add(packed);
            }
        }
    }

    static Span<byte> Pack(Span<byte> packed, ReadOnlySpan<byte> plane, int stride, int width, int height)
    {
        for (var row = 0; row < height; row++) plane.Slice(row * stride, width).CopyTo(packed[(row * width)..]);
        return packed[(width * height)..];
    }

    static ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> packed, Span<byte> plane, int stride, int width, int height)
    {
        for (var row = 0; row < height; row++) packed.Slice(row * width, width).CopyTo(plane[(row * stride)..]);
        return packed[(width * height)..];
    }
}
