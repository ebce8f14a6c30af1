using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using FaceAuth.Load.Clips;
using FaceAuth.Media.Decode;

namespace FaceAuth.Load.Clients;

/// <summary>VP8 pictures in memory that every session sends over and over. The first is a keyframe.</summary>
internal sealed class LoadClip
{
    static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    LoadClip(IReadOnlyList<ReadOnlyMemory<byte>> pictures) => Pictures = pictures;

    /// <summary>The pictures in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pictures { get; }

    /// <summary>The settings' clip, or a moving test pattern at 640×480, coded by ffmpeg as a camera's picture would be.</summary>
    /// <exception cref="LoadException">ffmpeg is missing or makes nothing of it.</exception>
    public static async Task<LoadClip> LoadAsync(LoadSettings settings, CancellationToken cancellation)
    {
        var pictures = settings.Clip is null ? await RenderAsync(settings, cancellation) : await ReadAsync(settings, cancellation);
        return pictures.Count > 0 ? new LoadClip(pictures) : throw new LoadException("The clip has no picture.");
    }

    static async Task<List<ReadOnlyMemory<byte>>> ReadAsync(LoadSettings settings, CancellationToken cancellation)
    {
        var clip = new ClipSettings
        {
            Path = settings.Clip!,
            Once = true,
            FramesPerSecond = settings.FramesPerSecond,
            BitsPerSecond = settings.BitsPerSecond,
        };
        List<ReadOnlyMemory<byte>> pictures = [];
        try
        {
            await using var source = await ClipSource.OpenAsync(clip, cancellation: cancellation);
            await foreach (var picture in source.Pictures.ReadAllAsync(cancellation))
            {
                pictures.Add(picture.Vp8);
                if (pictures.Count >= Length.TotalSeconds * settings.FramesPerSecond) break;
            }
        }
        catch (ClipException e)
        {
            throw new LoadException(e.Message, e);
        }

        return pictures;
    }

    static async Task<List<ReadOnlyMemory<byte>>> RenderAsync(LoadSettings settings, CancellationToken cancellation)
    {
        var fps = settings.FramesPerSecond.ToString(CultureInfo.InvariantCulture);
        var bits = settings.BitsPerSecond.ToString(CultureInfo.InvariantCulture);
        // Noise in the pattern lets the encoder need its whole rate, as a camera's does; one keyframe, as browsers send.
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-f", "lavfi", "-i", $"testsrc2=size=640x480:rate={fps},noise=alls=6:allf=t,format=yuv420p",
            "-t", Length.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-auto-alt-ref", "0",
            "-error-resilient", "1",
            "-b:v", bits, "-minrate", bits, "-maxrate", bits, "-bufsize", bits, "-g", "100000", "-threads", "1", "-f", "ivf", "-",
        ];
        try
        {
            using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true })!;
            var ivf = await IvfReader.OpenAsync(ffmpeg.StandardOutput.BaseStream, cancellation);
            List<ReadOnlyMemory<byte>> pictures = [];
            while (await ivf.ReadAsync(cancellation))
            {
                if (ivf.Picture.Length > 0) pictures.Add(ivf.Picture.ToArray());
            }

            await ffmpeg.WaitForExitAsync(cancellation);
            return pictures;
        }
        catch (Win32Exception e)
        {
            throw new LoadException(
                "ffmpeg is not installed; it renders the pictures to send. Install it (Debian, Ubuntu: apt-get install ffmpeg).", e);
        }
        catch (InvalidDataException e)
        {
            throw new LoadException("ffmpeg rendered no VP8; what it says stands above.", e);
        }
    }
}
