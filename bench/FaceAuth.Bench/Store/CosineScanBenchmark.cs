using BenchmarkDotNet.Attributes;
using FaceAuth.Store.Search;

namespace FaceAuth.Bench.Store;

/// <summary>One probe against every int8 code of 512 numbers, vectorised beside plain loops, and with the choice of candidates.</summary>
[MemoryDiagnoser]
public class CosineScanBenchmark
{
    const int Dimension = 512;

    readonly sbyte[] _probe = new sbyte[Dimension];
    sbyte[] _codes = [];
    float[] _scales = [];
    float[] _similarities = [];
    float[] _face = [];
    CodeIndex _index = null!;

    [Params(10_000, 100_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        (_codes, _scales, _similarities) = (new sbyte[Rows * Dimension], new float[Rows], new float[Rows]);
        _index = new CodeIndex(Dimension, Rows);
        for (var i = 0; i < Rows; i++)
        {
            _face = Faces.Random(random, Dimension);
            (_scales[i], _) = Int8Code.Encode(_face, _codes.AsSpan(i * Dimension, Dimension));
            _index.Load(Guid.NewGuid(), Guid.NewGuid(), _face);
        }

        _index.EndLoad();
        Int8Code.Encode(_face, _probe);
    }

    [Benchmark(Baseline = true)]
    public void Plain() => CosineScan.ScanPlain(_codes, _scales, _probe, 0.01f, _similarities);

    [Benchmark]
    public void Vectorised() => CosineScan.Scan(_codes, _scales, _probe, 0.01f, _similarities);

    [Benchmark]
    public int Candidates() => _index.Candidates(_face, 5).Count;

    [GlobalCleanup]
    public void Cleanup() => _index.Dispose();
}
