using System.Diagnostics;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Decode;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests;

/// <summary>A camera before which a bundled clip plays, at the end of a peer connection of our own stack, over real sockets.</summary>
sealed class ClipCamera : IAsyncDisposable
{
    const uint Clock = 90_000;

    readonly MediaPlane _plane;
    readonly IMediaClient _client;

    ClipCamera(MediaPlane plane) => (_plane, _client) = (plane, plane.Clients.Create());

    public string OfferSdp => _client.OfferSdp;

    public static async Task<ClipCamera> StartAsync() => new(await MediaPlane.StartAsync());

    /// <summary>Takes the answer, and films until somebody says that it is enough.</summary>
    public async Task FilmAsync(string clip, string answerSdp, CancellationToken enough)
    {
        _client.Accept(answerSdp);
        await foreach (var happened in _client.Events.ReadAllAsync(enough))
        {
            Assert.IsNotType<PeerEvent.Ended>(happened);
            if (happened is PeerEvent.Connected) break;
        }

        using var ffmpeg = Start(clip);
        try
        {
            await SendAsync(ffmpeg.StandardOutput.BaseStream, enough);
        }
        catch (OperationCanceledException)
        {
            // it is enough
        }
        finally
        {
            ffmpeg.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _plane.DisposeAsync();
    }

    async Task SendAsync(Stream pictures, CancellationToken enough)
    {
        var ivf = await IvfReader.OpenAsync(pictures, enough);
        var began = Stopwatch.StartNew();   // a camera's pictures come at their time
        while (await ivf.ReadAsync(enough))
        {
            if (ivf.Timestamp > began.Elapsed) await Task.Delay(ivf.Timestamp - began.Elapsed, enough);
            _client.TrySendPicture(ivf.Picture.Span, (uint)(ivf.Timestamp.TotalSeconds * Clock));
        }
    }

    /// <summary>Over and over, with a keyframe a second, so that one is never far.</summary>
    static Process Start(string clip)
    {
        Require.Program("ffmpeg", "ffmpeg");
        return Process.Start(new ProcessStartInfo("ffmpeg",
        [
            "-nostdin", "-v", "error", "-stream_loop", "-1", "-i", clip, "-vf", "fps=30,scale=640:480,format=yuv420p", "-c:v", "libvpx",
            "-deadline", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-auto-alt-ref", "0", "-error-resilient", "1",
            "-b:v", "1M", "-g", "30", "-threads", "1", "-f", "ivf", "-",
        ])
        {
            RedirectStandardOutput = true,
        })!;
    }
}
