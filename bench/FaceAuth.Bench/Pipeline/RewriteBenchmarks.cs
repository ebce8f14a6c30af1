using BenchmarkDotNet.Attributes;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Bench.Pipeline;

/// <summary>Each network that is changed at load, beside its file as it is, on one thread.</summary>
[MemoryDiagnoser, MinColumn]
public class RewriteBenchmarks
{
    FaceNetwork _plain = null!;
    FaceNetwork _rewritten = null!;

    [Params("face_landmarks_478_fp32", "face_landmarks_478_fp16", "minifasnet_v2", "minifasnet_v1se", "w600k_mbf_dequant")]
    public string Model { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _plain = new(Model, new InferenceOptions { Rewrite = false });
        _rewritten = new(Model, new InferenceOptions());
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _plain.Dispose();
        _rewritten.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void AsTheFileIs() => _plain.Run.Run();

    [Benchmark]
    public void Rewritten() => _rewritten.Run.Run();
}
