using BenchmarkDotNet.Attributes;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Bench.Pipeline;

/// <summary>
/// ONNX Runtime's settings one by one against those in use: the mesh, one anti-spoof scale and the recogniser, one after another.
/// </summary>
[MemoryDiagnoser, MinColumn]
public class InferenceSettingBenchmarks
{
    static readonly string[] Models = ["face_landmarks_478_fp32", "minifasnet_v2", "mobilefacenet_128d"];

    readonly Dictionary<string, FaceNetwork[]> _networks = [];

    [GlobalSetup]
    public void Setup()
    {
        Add(nameof(InUse), new());
        Add(nameof(TwoThreads), new() { IntraOpThreads = 2 });
        Add(nameof(TwoThreadsThatSpin), new() { IntraOpThreads = 2, Tuning = new() { Spins = true } });
        Add(nameof(NoArena), new() { Tuning = new() { Arena = false } });
        Add(nameof(NoMemoryPattern), new() { Tuning = new() { MemoryPattern = false } });
        Add(nameof(NoBlockedLayout), new() { Tuning = new() { BlockedLayout = false } });
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (var network in _networks.Values.SelectMany(networks => networks)) network.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void InUse() => Run(nameof(InUse));

    [Benchmark]
    public void TwoThreads() => Run(nameof(TwoThreads));

    [Benchmark]
    public void TwoThreadsThatSpin() => Run(nameof(TwoThreadsThatSpin));

    [Benchmark]
    public void NoArena() => Run(nameof(NoArena));

    [Benchmark]
    public void NoMemoryPattern() => Run(nameof(NoMemoryPattern));

    [Benchmark]
    public void NoBlockedLayout() => Run(nameof(NoBlockedLayout));

    void Add(string setting, InferenceOptions options) => _networks[setting] = Array.ConvertAll(Models, id => new FaceNetwork(id, options));

    void Run(string setting)
    {
        foreach (var network in _networks[setting]) network.Run.Run();
    }
}
