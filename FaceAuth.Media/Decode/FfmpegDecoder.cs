using System.Runtime.CompilerServices;
using FaceAuth.Frames;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Decode;

/// <summary>Decodes one video stream with libavcodec: one thread, no delay, one picture in, at most one frame out.</summary>
/// <remarks>
/// Bytes from the network never make it throw. One thread at a time, not always the same one. Dispose it, or native memory leaks.
/// </remarks>
internal sealed unsafe class FfmpegDecoder : IDisposable
{
    const int MostFrames = 8;        // VP9's spatial layers; a few bytes of AV1 can show a picture again and again
    const int WidthAlignment = 64;   // FFmpeg rounds the width up by as much before it counts pixels

    readonly VideoCodec _codec;
    readonly int _maxSide;
    nint _context;
    FfmpegNative.Packet* _packet;
    FfmpegNative.Frame* _frame;
    FfmpegNative.Frame* _next;

    /// <summary>Opens a decoder.</summary>
    /// <param name="video">What the stream is coded with.</param>
    /// <param name="maxSide">Widest and highest picture in pixels, 16–4096.</param>
    /// <exception cref="MediaStartException">This FFmpeg has no decoder for it.</exception>
    /// <exception cref="InsufficientMemoryException">FFmpeg could not allocate.</exception>
    public FfmpegDecoder(VideoCodec video, int maxSide)
    {
        (_codec, _maxSide) = (video, maxSide);
        var codec = FfmpegNative.avcodec_find_decoder_by_name(NameOf(video));
        if (codec == 0)
            throw new MediaStartException(
                $"{FfmpegNative.Version} was built without the decoder \"{NameOf(video)}\". Install a build that has it.");
        _context = FfmpegNative.avcodec_alloc_context3(codec);
        _packet = FfmpegNative.av_packet_alloc();
        _frame = FfmpegNative.av_frame_alloc();
        _next = FfmpegNative.av_frame_alloc();
        if (_context == 0 || _packet is null || _frame is null || _next is null)
        {
            Dispose();
            throw new InsufficientMemoryException("FFmpeg could not allocate a decoder.");
        }

        Set("threads", "1");
        Set("flags", "+low_delay");
        Set("max_pixels", FormattableString.Invariant($"{(maxSide + WidthAlignment) * (long)maxSide}"));
        if (FfmpegNative.avcodec_open2(_context, codec, 0) >= 0) return;
        Dispose();
        throw new MediaStartException($"{FfmpegNative.Version} could not open its decoder \"{NameOf(video)}\".");
    }

    /// <summary>Whether this FFmpeg has a decoder for a codec.</summary>
    public static bool Has(VideoCodec video) => FfmpegNative.avcodec_find_decoder_by_name(NameOf(video)) != 0;

    /// <summary>Decodes one whole picture.</summary>
    /// <param name="picture">As the codec's depacketizer leaves it.</param>
    /// <param name="pool">Where the frame comes from.</param>
    /// <param name="frame">The frame, owned by the caller, when the outcome is <see cref="DecodeOutcome.Decoded"/>; else null.</param>
    /// <exception cref="ObjectDisposedException">The decoder is closed.</exception>
    public DecodeOutcome Decode(ReadOnlySpan<byte> picture, VideoFramePool pool, out VideoFrame? frame)
    {
        ObjectDisposedException.ThrowIf(_context == 0, this);
        frame = null;
        if (_codec == VideoCodec.Vp8)
        {
            // libavcodec takes some broken heads for pictures
            if (!Vp8FrameHeader.TryRead(picture, out var header)) return Corrupt();
            if (header.IsKeyframe && !IsAllowed(header.Width, header.Height)) return DecodeOutcome.BadSize;
        }

        if (FfmpegNative.av_new_packet(_packet, picture.Length) < 0) return Corrupt();
        picture.CopyTo(new Span<byte>(_packet->Data, picture.Length));
        var error = FfmpegNative.avcodec_send_packet(_context, _packet);
        FfmpegNative.av_packet_unref(_packet);
        if (error < 0) return Corrupt();

        // of spatial layers each is one, the last the largest; it alone is copied
        for (var frames = 0; ; frames++)
        {
            error = FfmpegNative.avcodec_receive_frame(_context, _next);
            if (error == FfmpegNative.TryAgain) return frames == 0 ? DecodeOutcome.NotShown : Take(pool, out frame);
            if (error < 0 || frames == MostFrames) return Corrupt();
            var last = _next;
            _next = _frame;
            _frame = last;
        }
    }

    DecodeOutcome Take(VideoFramePool pool, out VideoFrame? frame)
    {
        try
        {
            return Copy(pool, out frame);
        }
        finally
        {
            FfmpegNative.av_frame_unref(_frame);
        }
    }

    /// <summary>Frees the decoder; a second call does nothing.</summary>
    public void Dispose()
    {
        fixed (nint* context = &_context) FfmpegNative.avcodec_free_context(context);
        fixed (FfmpegNative.Packet** packet = &_packet) FfmpegNative.av_packet_free(packet);
        fixed (FfmpegNative.Frame** decoded = &_frame) FfmpegNative.av_frame_free(decoded);
        fixed (FfmpegNative.Frame** next = &_next) FfmpegNative.av_frame_free(next);
    }

    DecodeOutcome Copy(VideoFramePool pool, out VideoFrame? frame)
    {
        frame = null;
        var format = _frame->Format;
        if (format is not (FfmpegNative.Yuv420 or FfmpegNative.FullRangeYuv420)) return Corrupt();
        if (!IsAllowed(_frame->Width, _frame->Height)) return DecodeOutcome.BadSize;
        if (!pool.TryRent(_frame->Width, _frame->Height, out frame))
        {
            frame = null;
            return DecodeOutcome.NoFrame;
        }

        frame.FullRange = format == FfmpegNative.FullRangeYuv420;
        CopyPlane(_frame->Y, _frame->StrideY, frame.Y, frame.StrideY, frame.Width);
        CopyPlane(_frame->U, _frame->StrideU, frame.U, frame.StrideUV, frame.ChromaWidth);
        CopyPlane(_frame->V, _frame->StrideV, frame.V, frame.StrideUV, frame.ChromaWidth);
        return DecodeOutcome.Decoded;
    }

    /// <summary>Copies rows and repeats the last sample into the padding, so that whole vectors may be read.</summary>
    static void CopyPlane(byte* source, int sourceStride, Span<byte> target, int stride, int width)
    {
        for (; !target.IsEmpty; target = target[stride..], source += sourceStride)
        {
            new ReadOnlySpan<byte>(source, width).CopyTo(target);
            target[width..stride].Fill(target[width - 1]);
        }
    }

    // FFmpeg's own AV1 decoder only drives hardware
    static string NameOf(VideoCodec video) => video switch
    {
        VideoCodec.H264 => "h264",
        VideoCodec.Vp9 => "vp9",
        VideoCodec.Av1 => "libdav1d",
        _ => "vp8",
    };

    bool IsAllowed(int width, int height) => width >= 2 && height >= 2 && width <= _maxSide && height <= _maxSide;

    DecodeOutcome Corrupt()
    {
        FfmpegNative.av_frame_unref(_frame);
        FfmpegNative.avcodec_flush_buffers(_context);   // no picture may refer to what the broken one left behind
        return DecodeOutcome.Corrupt;
    }

    void Set(string name, string value, [CallerArgumentExpression(nameof(name))] string what = "")
    {
        if (FfmpegNative.av_opt_set(_context, name, value, 0) >= 0) return;
        Dispose();
        throw new MediaStartException($"{FfmpegNative.Version} does not know the option {what}.");
    }
}
