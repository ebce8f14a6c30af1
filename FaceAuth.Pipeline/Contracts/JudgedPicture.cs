using System.Buffers;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Contracts;

/// <summary>A small copy of a picture that was judged: the whole frame, upright as it came, its longer side at most 480 pixels.</summary>
/// <remarks>
/// It has exactly one owner, who disposes it; its pooled memory is cleared then. Not safe from many threads at once. It is face data.
/// </remarks>
public sealed class JudgedPicture : IDisposable
{
    byte[]? _samples;

    internal JudgedPicture()
    {
    }

    /// <summary>Why this one was chosen.</summary>
    public PictureMoment Moment { get; internal set; }

    /// <summary>When it came, from the run's first picture on.</summary>
    public TimeSpan At { get; internal set; }

    /// <summary>Pixels, 2–480.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels, 2–480.</summary>
    public int Height { get; private set; }

    /// <summary>True when samples use 0–255.</summary>
    internal bool FullRange { get; set; }

    /// <summary>Luma rows, then both planes of colour, all packed.</summary>
    internal Span<byte> Samples
    {
        get
        {
            ObjectDisposedException.ThrowIf(_samples is null, this);
            return _samples.AsSpan(0, BytesFor(Width, Height));
        }
    }

    /// <summary>Clears its memory and gives it back; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_samples is { } samples) ArrayPool<byte>.Shared.Return(samples, clearArray: true);
        _samples = null;
    }

    /// <summary>Never prints what it shows.</summary>
    public override string ToString() => "‹private›";

    /// <summary>Makes room for a picture of that size.</summary>
    internal void Shape(int width, int height)
    {
        var bytes = BytesFor(width, height);
        if (_samples is null || _samples.Length < bytes)
        {
            Dispose();
            _samples = ArrayPool<byte>.Shared.Rent(bytes);
        }

        (Width, Height) = (width, height);
    }

    static int BytesFor(int width, int height) => width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2);
}
