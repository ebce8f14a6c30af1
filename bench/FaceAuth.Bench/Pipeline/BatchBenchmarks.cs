using BenchmarkDotNet.Attributes;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Bench.Pipeline;

/// <summary>Several faces in one run beside one after another, on a processor and one thread.</summary>
[MemoryDiagnoser, MinColumn]
public class BatchBenchmarks
{
    FaceNetwork _single = null!;
    FaceNetwork _batched = null!;

    [Params("face_landmarks_478_fp32", "minifasnet_v2", "mobilefacenet_128d")]
    public string Model { get; set; } = "";

    [Params(2, 8)]
    public int Items { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _single = new(Model, new InferenceOptions());
        _batched = new(Model, new InferenceOptions { MaxBatch = Items });
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _single.Dispose();
        _batched.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void OneByOne()
    {
        for (var i = 0; i < Items; i++) _single.Run.Run();
    }

    [Benchmark]
    public void AtOnce() => _batched.Run.Run(Items);
}
