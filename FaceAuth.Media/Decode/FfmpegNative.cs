using System.Runtime.InteropServices;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Media.Decode;

/// <summary>The whole P/Invoke surface.</summary>
/// <remarks>
/// Codecs, contexts and options are opaque handles; of structures only the heads are touched that have been the same since FFmpeg 4
/// (<see cref="Frame"/>, <see cref="Packet"/>), and <see cref="Ensure"/> proves them by decoding a known picture.
/// </remarks>
internal static unsafe partial class FfmpegNative
{
    /// <summary>AVPixelFormat: planar 4:2:0, 16–235.</summary>
    public const int Yuv420 = 0;

    /// <summary>AVPixelFormat: planar 4:2:0, 0–255.</summary>
    public const int FullRangeYuv420 = 12;

    const string Codec = "avcodec";
    const string Util = "avutil";
    const int LogQuiet = -8;

    static readonly Lock Gate = new();
    static FfmpegLibraries? s_libraries;
    static bool s_proven;

    /// <summary>AVERROR(EAGAIN): nothing came out.</summary>
    public static int TryAgain { get; } = OperatingSystem.IsMacOS() ? -35 : -11;

    /// <summary>"libavcodec 59.37.100", once <see cref="Ensure"/> has returned.</summary>
    public static string Version
    {
        get
        {
            var version = avcodec_version();
            return $"libavcodec {version >> 16}.{version >> 8 & 0xFF}.{version & 0xFF}";
        }
    }

    /// <summary>Loads the libraries and proves that they decode; later calls do nothing.</summary>
    /// <exception cref="MediaStartException">They are missing or not what they should be; the message says what to do.</exception>
    public static void Ensure()
    {
        lock (Gate)
        {
            if (s_proven) return;
            if (s_libraries is null)
            {
                s_libraries = FfmpegLibraries.Load();
                NativeLibrary.SetDllImportResolver(typeof(FfmpegNative).Assembly, (name, _, _) => name switch
                {
                    Codec => s_libraries.Codec,
                    Util => s_libraries.Util,
                    _ => 0,
                });
            }

            if (avcodec_version() >> 16 != s_libraries.CodecMajor)
                throw new MediaStartException($"{Version} was loaded as major {s_libraries.CodecMajor}. " + FfmpegLibraries.Missing);
            av_log_set_level(LogQuiet);   // what peers send is no reason to write to our standard error
            FfmpegSelfTest.Run();
            s_proven = true;
        }
    }

    /// <summary>Head of AVFrame (libavutil/frame.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Frame
    {
        public byte* Y, U, V;
        fixed ulong _otherPlanes[5];
        public int StrideY, StrideU, StrideV;
        fixed int _otherStrides[5];
        readonly void* _extendedData;
        public int Width, Height;
        readonly int _samples;
        public int Format;
    }

    /// <summary>Head of AVPacket (libavcodec/packet.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Packet
    {
        readonly void* _buffer;
        public long Pts, Dts;
        public byte* Data;
        public int Size;
    }

    [LibraryImport(Codec)]
    public static partial uint avcodec_version();

    [LibraryImport(Codec, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint avcodec_find_decoder_by_name(string name);

    [LibraryImport(Codec)]
    public static partial nint avcodec_alloc_context3(nint codec);

    [LibraryImport(Codec)]
    public static partial void avcodec_free_context(nint* context);

    [LibraryImport(Codec)]
    public static partial int avcodec_open2(nint context, nint codec, nint options);

    [LibraryImport(Codec)]
    public static partial int avcodec_send_packet(nint context, Packet* packet);

    [LibraryImport(Codec)]
    public static partial int avcodec_receive_frame(nint context, Frame* frame);

    [LibraryImport(Codec)]
    public static partial void avcodec_flush_buffers(nint context);

    [LibraryImport(Codec)]
    public static partial Packet* av_packet_alloc();

    [LibraryImport(Codec)]
    public static partial void av_packet_free(Packet** packet);

    [LibraryImport(Codec)]
    public static partial int av_new_packet(Packet* packet, int size);

    [LibraryImport(Codec)]
    public static partial void av_packet_unref(Packet* packet);

    [LibraryImport(Util)]
    public static partial Frame* av_frame_alloc();

    [LibraryImport(Util)]
    public static partial void av_frame_free(Frame** frame);

    [LibraryImport(Util)]
    public static partial void av_frame_unref(Frame* frame);

    [LibraryImport(Util, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int av_opt_set(nint target, string name, string value, int searchFlags);

    [LibraryImport(Util)]
    public static partial void av_log_set_level(int level);
}
