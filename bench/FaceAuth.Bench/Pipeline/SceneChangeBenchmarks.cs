using System.Numerics;
using BenchmarkDotNet.Attributes;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Bench.Pipeline;

/// <summary>
/// What judging attacks adds to a picture: its sketch, each time; and, at most every 400 ms, the comparison of face and scene.
/// </summary>
[MemoryDiagnoser]
public class SceneChangeBenchmarks
{
    readonly VideoFramePool _pool = new(1, 1);
    readonly PicturePyramid _picture = new();
    readonly LumaSketch _before = new();
    readonly LumaSketch _after = new();
    VideoFrame _frame = null!;

    [GlobalSetup]
    public void Setup()
    {
        _frame = NoisePicture.Make(_pool, 640, 480);
        _picture.Load(_frame);
        _before.Take(_picture);
        _after.Take(_picture);
    }

    /// <summary>From the pyramid's level, which the networks have had made already.</summary>
    [Benchmark]
    public void Sketch() => _after.Take(_picture);

    [Benchmark]
    public float Compare()
    {
        SceneChange.TryMeasure(_before, new Box(240, 140, 150, 200), _after, Matrix3x2.CreateTranslation(3, 2), out var change);
        return change.Stir;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _frame.Dispose();
        _pool.Dispose();
    }
}
