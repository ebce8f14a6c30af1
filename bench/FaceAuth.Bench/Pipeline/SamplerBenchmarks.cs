using System.Numerics;
using BenchmarkDotNet.Attributes;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Bench.Pipeline;

/// <summary>Planes of 1280×720 to a normalised RGB tensor, vectorised beside pixel by pixel.</summary>
/// <remarks>
/// Upright, turned a little as alignment needs it, turned so far that each pixel is fetched by itself, and with the colours of a
/// pixel side by side.
/// </remarks>
[MemoryDiagnoser]
public class SamplerBenchmarks
{
    readonly VideoFramePool _pool = new(1, 1);
    readonly PicturePyramid _picture = new();
    VideoFrame _frame = null!;
    TensorFormat _format;
    Matrix3x2 _upright;
    Matrix3x2 _turned;
    Matrix3x2 _farTurned;
    float[] _tensor = [];

    [Params(112, 320, 640)]
    public int Side { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _frame = NoisePicture.Make(_pool, 1280, 720);
        _picture.Load(_frame);
        _format = new(Side, Side, IsBgr: false, IsInterleaved: false, new(127.5f), new(128), PictureBorder.Black);
        _upright = CropMap.Stretch(new Box(100, 50, Side * 1.05f, Side), Side, Side);
        _turned = CropMap.Turned(new(640, 360), Side * 1.05f, 0.2f, Side);
        _farTurned = CropMap.Turned(new(640, 360), Side * 1.05f, 1.2f, Side);
        _tensor = new float[_format.Length];
    }

    [Benchmark(Baseline = true)]
    public void Plain() => PlainSampler.Sample(_picture.Level(0), _upright, _format, _tensor);

    [Benchmark]
    public void Vectorised() => _picture.SampleLevel(0, _upright, _format, _tensor);

    [Benchmark]
    public void VectorisedTurned() => _picture.SampleLevel(0, _turned, _format, _tensor);

    [Benchmark]
    public void VectorisedTurnedFar() => _picture.SampleLevel(0, _farTurned, _format, _tensor);

    [Benchmark]
    public void VectorisedInterleaved() => _picture.SampleLevel(0, _upright, _format with { IsInterleaved = true }, _tensor);

    [Benchmark]
    public void PlainTurned() => PlainSampler.Sample(_picture.Level(0), _turned, _format, _tensor);

    [GlobalCleanup]
    public void Cleanup()
    {
        _frame.Dispose();
        _pool.Dispose();
    }
}
