using BenchmarkDotNet.Attributes;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Bench.Pipeline;

/// <summary>A luma plane of 1280×720 halved, vectorised beside plain; and all levels that a detector needs of the picture.</summary>
[MemoryDiagnoser]
public class PyramidBenchmarks
{
    readonly VideoFramePool _pool = new(1, 1);
    readonly PicturePyramid _picture = new();
    readonly byte[] _half = new byte[640 * 360];
    VideoFrame _frame = null!;

    [GlobalSetup]
    public void Setup() => _frame = NoisePicture.Make(_pool, 1280, 720);

    [Benchmark(Baseline = true)]
    public void HalvePlain() => Halving.HalvePlain(_frame.Y, 1280, 720, _frame.StrideY, _half, 640);

    [Benchmark]
    public void Halve() => Halving.Halve(_frame.Y, 1280, 720, _frame.StrideY, _half, 640);

    [Benchmark]
    public int TwoLevels()
    {
        _picture.Load(_frame);
        return _picture.Level(2).Width;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _frame.Dispose();
        _pool.Dispose();
    }
}
