using BenchmarkDotNet.Attributes;
using FaceAuth.Frames;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Depacketize;

namespace FaceAuth.Bench.Media;

/// <summary>
/// VP8 → <see cref="VideoFrame"/>. One operation is one picture of a 300-picture clip, decoded in order, in a loop from its keyframe.
/// </summary>
[MemoryDiagnoser]
public class DecodeBenchmark : IDisposable
{
    readonly VideoFramePool _pool = new(limit: 2, kept: 2);
    List<byte[]> _clip = [];
    FfmpegDecoder _decoder = null!;
    int _at;

    /// <summary>Picture size; bitrates as a browser's camera reaches them.</summary>
    [Params("640x480@1700k", "1280x720@2500k")]
    public string Clip { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        FfmpegNative.Ensure();
        _decoder = new FfmpegDecoder(VideoCodec.Vp8, maxSide: 1920);
        var (size, rate) = (Clip.Split('@')[0], Clip.Split('@')[1]);
        _clip = MakeClip(size, rate);
    }

    [Benchmark]
    public int Decode()
    {
        var outcome = _decoder.Decode(_clip[_at++ % _clip.Count], _pool, out var frame);
        if (outcome != DecodeOutcome.Decoded) throw new InvalidOperationException(outcome.ToString());
        using (frame) return frame!.Width;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _decoder?.Dispose();
        _pool.Dispose();
    }

    static List<byte[]> MakeClip(string size, string rate)
    {
        var arguments = $"-v error -f lavfi -i testsrc2=size={size}:rate=30 -vf noise=alls=6:allf=t -pix_fmt yuv420p -frames:v 300 "
            + $"-c:v libvpx -deadline realtime -cpu-used 8 -b:v {rate} -g 1000 -lag-in-frames 0 -auto-alt-ref 0 -f ivf -";
        using var ffmpeg = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        ffmpeg.StandardInput.Close();
        return ReadAsync(ffmpeg.StandardOutput.BaseStream).GetAwaiter().GetResult();
    }

    static async Task<List<byte[]>> ReadAsync(Stream stream)
    {
        var ivf = await IvfReader.OpenAsync(stream);
        var pictures = new List<byte[]>();
        while (await ivf.ReadAsync()) pictures.Add(ivf.Picture.ToArray());
        return pictures;
    }
}
