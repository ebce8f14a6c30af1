using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using FaceAuth.Store.Search;

namespace FaceAuth.Bench.Store;

/// <summary>One probe of somebody enrolled, or of a stranger, against a gallery of 512 numbers a face.</summary>
/// <remarks>Beside it the float vectors, and the high plane alone.</remarks>
[MemoryDiagnoser]
public class CodeIndexBenchmark
{
    const int Dimension = 512;
    const int Groups = 1000;   // people who look alike

    readonly sbyte[] _code = new sbyte[Dimension];
    float[] _vectors = [];
    byte[] _plane = [];
    int[] _sums = [];
    float[] _known = [];
    float[] _stranger = [];
    CodeIndex _index = null!;

    [Params(10_000, 100_000, 1_000_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var centres = Enumerable.Range(0, Groups).Select(_ => Faces.Random(random, Dimension)).ToArray();
        _index = new CodeIndex(Dimension, Rows);
        (_vectors, _plane, _sums) = (new float[(long)Rows * Dimension], new byte[Rows * (Dimension / 2)], new int[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            var face = Faces.Near(random, centres[i % Groups], 0.3f);
            face.CopyTo(_vectors.AsSpan(i * Dimension));
            Int8Code.Encode(face, _code);
            CodePlanes.Split(_code, _plane.AsSpan(i * Dimension / 2, Dimension / 2), new byte[Dimension / 2]);
            _index.Load(Guid.NewGuid(), Guid.NewGuid(), face);
            if (i == Rows / 2) _known = Faces.Near(random, face, 0.6f);
        }

        _index.EndLoad();
        _stranger = Faces.Near(random, centres[3], 0.3f);
        Int8Code.Encode(_known, _code);
    }

    [Benchmark(Baseline = true)]
    public float Floats()
    {
        var best = float.NegativeInfinity;
        for (var i = 0; i < Rows; i++)
            best = Math.Max(best, TensorPrimitives.Dot<float>(_vectors.AsSpan(i * Dimension, Dimension), _known));
        return best;
    }

    [Benchmark]
    public void HighPlane() => CodePlanes.Scan(_plane, _code, _sums);

    [Benchmark]
    public int Candidates() => _index.Candidates(_known, 5).Count;

    [Benchmark]
    public int CandidatesOfAStranger() => _index.Candidates(_stranger, 5).Count;

    [Benchmark]
    public int CandidatesTop1() => _index.Candidates(_known, 1).Count;

    [GlobalCleanup]
    public void Cleanup() => _index.Dispose();
}
