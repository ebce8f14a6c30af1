using BenchmarkDotNet.Attributes;
using FaceAuth.Store.Protection;

namespace FaceAuth.Bench.Store;

/// <summary>One probe through the keyed transform, vectorised beside plain loops; drawing the transform happens once a start.</summary>
[MemoryDiagnoser]
public class OrthogonalTransformBenchmark
{
    readonly byte[] _key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    OrthogonalTransform _transform = null!;
    float[] _vector = [];
    float[] _result = [];

    [Params(128, 512)]
    public int Dimension { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _transform = OrthogonalTransform.FromKey(_key, Dimension);
        _vector = Faces.Random(new Random(1), Dimension);
        _result = new float[Dimension];
    }

    [Benchmark(Baseline = true)]
    public void Plain() => _transform.ApplyPlain(_vector, _result);

    [Benchmark]
    public void Vectorised() => _transform.Apply(_vector, _result);

    [Benchmark]
    public int Draw()
    {
        using var transform = OrthogonalTransform.FromKey(_key, Dimension);
        return transform.Dimension;
    }
}
