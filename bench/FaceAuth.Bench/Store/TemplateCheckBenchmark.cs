using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Templates;

namespace FaceAuth.Bench.Store;

/// <summary>What it costs to check one stored template before it is compared, beside the comparing itself.</summary>
[MemoryDiagnoser]
public class TemplateCheckBenchmark
{
    readonly KeyRing _ring = new(TimeProvider.System);
    TemplateSeal _seal = null!;
    TemplateFields _template = null!;
    float[] _probe = [];

    /// <summary>Length of the vector.</summary>
    [Params(128, 512)]
    public int Dimension { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _ring.Open(new MasterKey(new byte[32]));
        _seal = new(new(_ring));
        var random = new Random(1);
        (_probe, var vector) = (Faces.Random(random, Dimension), Faces.Random(random, Dimension));
        var made = new TemplateFields(
            Guid.NewGuid(), Guid.NewGuid(), $"rp:{Guid.NewGuid()}", new byte[32], "arcface-r50", 1, Dimension, default, 0.8f,
            DateTimeOffset.UtcNow, MemoryMarshal.AsBytes(vector.AsSpan()).ToArray(), []);
        _template = made with { Authenticator = _seal.Of(made) };
    }

    [Benchmark(Baseline = true)]
    public float Compare() => System.Numerics.Tensors.TensorPrimitives.Dot(_template.Vector, _probe);

    [Benchmark]
    public float CheckAndCompare() =>
        _seal.Holds(_template) ? System.Numerics.Tensors.TensorPrimitives.Dot(_template.Vector, _probe) : float.NaN;
}
