using System.Runtime.InteropServices;

namespace FaceAuth.Frames;

/// <summary>One decoded picture, planar YUV 4:2:0 (BT.601), 8 bits a sample, in one pooled native buffer.</summary>
/// <remarks>It has exactly one owner, who disposes it or passes it on. Not safe from many threads at once.</remarks>
public sealed unsafe class VideoFrame : IDisposable
{
    readonly VideoFramePool _pool;
    byte* _data;

    internal VideoFrame(VideoFramePool pool, byte* data, nuint capacity)
    {
        (_pool, Capacity) = (pool, capacity);
        _data = data;
    }

    internal nuint Capacity { get; }

    /// <summary>Width in pixels, 2–4096.</summary>
    public int Width { get; private set; }

    /// <summary>Height in pixels, 2–4096.</summary>
    public int Height { get; private set; }

    /// <summary>Bytes from one luma row to the next; a multiple of 64.</summary>
    public int StrideY { get; private set; }

    /// <summary>Bytes from one chroma row to the next, both planes; a multiple of 64.</summary>
    public int StrideUV { get; private set; }

    /// <summary>Width of the chroma planes.</summary>
    public int ChromaWidth => (Width + 1) / 2;

    /// <summary>Height of the chroma planes.</summary>
    public int ChromaHeight => (Height + 1) / 2;

    /// <summary>True when samples use 0–255; false for 16–235 luma and 16–240 chroma, what WebRTC sends.</summary>
    public bool FullRange { get; set; }

    /// <summary>The picture's RTP timestamp, 90 kHz (RFC 3550 §5.1).</summary>
    public uint RtpTimestamp { get; set; }

    /// <summary>
    /// When the picture's last packet arrived: <see cref="TimeProvider.GetElapsedTime(long)"/> of 0 on the host's one clock.
    /// </summary>
    public TimeSpan ReceivedAt { get; set; }

    /// <summary>Luma rows, <see cref="StrideY"/> × <see cref="Height"/> bytes. Valid until disposed.</summary>
    public Span<byte> Y => new(Live(), StrideY * Height);

    /// <summary>Blue-difference rows, <see cref="StrideUV"/> × <see cref="ChromaHeight"/> bytes. Valid until disposed.</summary>
    public Span<byte> U => new(Live() + (nint)StrideY * Height, StrideUV * ChromaHeight);

    /// <summary>Red-difference rows, as <see cref="U"/>.</summary>
    public Span<byte> V => new(Live() + (nint)StrideY * Height + (nint)StrideUV * ChromaHeight, StrideUV * ChromaHeight);

    /// <summary>Gives the buffer back; a second call does nothing.</summary>
    public void Dispose() => _pool.Return(this);

    internal bool IsOut { get; set; }

    /// <summary>Who rented it.</summary>
    internal string Owner { get; set; } = "";

    internal void Shape(int width, int height)
    {
        (Width, Height) = (width, height);
        StrideY = Align(width);
        StrideUV = Align((width + 1) / 2);
        (FullRange, RtpTimestamp, ReceivedAt) = (false, 0, TimeSpan.Zero);
    }

    internal static nuint BytesFor(int width, int height) =>
        (nuint)Align(width) * (nuint)height + 2 * (nuint)Align((width + 1) / 2) * (nuint)((height + 1) / 2);

    internal void Free()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
    }

    byte* Live()
    {
        ObjectDisposedException.ThrowIf(!IsOut, this);
        return _data;
    }

    static int Align(int value) => (value + 63) & ~63;
}
