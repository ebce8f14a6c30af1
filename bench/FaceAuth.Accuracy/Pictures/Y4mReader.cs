using System.Globalization;
using System.Text;
using FaceAuth.Frames;

namespace FaceAuth.Accuracy.Pictures;

/// <summary>Reads YUV4MPEG2, 4:2:0 8 bits, as ffmpeg writes it, into rented frames. One thread.</summary>
/// <param name="stream">The stream; not disposed.</param>
/// <param name="pool">Lends the frames.</param>
internal sealed class Y4mReader(Stream stream, VideoFramePool pool)
{
    int _width;
    int _height;

    /// <summary>Pictures a second, once one has been read; 0 where the stream does not say.</summary>
    public double Rate { get; private set; }

    /// <summary>The next picture, owned by the caller; null at the end.</summary>
    /// <exception cref="EndOfStreamException">The stream ends within a picture.</exception>
    public VideoFrame? Read()
    {
        if (_width == 0)
        {
            if (ReadLine() is not { } header) return null;
            (_width, _height) = (Side(header, 'W'), Side(header, 'H'));
            Rate = RateOf(header);
        }

        return ReadLine() is null ? null : ReadPlanes(stream, pool, _width, _height);
    }

    /// <summary>The planes of one picture, rows packed, into a rented frame, owned by the caller.</summary>
    /// <exception cref="EndOfStreamException">The stream ends before the picture does.</exception>
    public static VideoFrame ReadPlanes(Stream stream, VideoFramePool pool, int width, int height)
    {
        if (!pool.TryRent(width, height, out var frame)) throw new InvalidOperationException("Too many frames are out: dispose them.");
        try
        {
            ReadPlane(stream, frame.Y, frame.StrideY, frame.Width, frame.Height);
            ReadPlane(stream, frame.U, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
            ReadPlane(stream, frame.V, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    static int Side(string header, char letter) =>
        int.Parse(header.Split(' ').First(part => part[0] == letter).AsSpan(1), CultureInfo.InvariantCulture);

    // F30000:1001
    static double RateOf(string header)
    {
        var parts = (header.Split(' ').FirstOrDefault(part => part.StartsWith('F')) ?? "F0:0")[1..].Split(':');
        return parts.Length == 2 && double.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var over)
            && double.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var under) && over > 0 && under > 0
            ? over / under : 0;
    }

    string? ReadLine()
    {
        var line = new StringBuilder();
        for (int next; (next = stream.ReadByte()) != '\n';)
        {
            if (next < 0) return null;
            line.Append((char)next);
        }

        return line.ToString();
    }

    static void ReadPlane(Stream stream, Span<byte> plane, int stride, int width, int height)
    {
        for (var row = 0; row < height; row++) stream.ReadExactly(plane.Slice(row * stride, width));
    }
}
