using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace FaceAuth.Bench.Tests;

/// <summary>What each benchmark of a hot path allocates, held against bench/expected.json.</summary>
/// <remarks>Run in a release build, as CI does; one at a time, being one class.</remarks>
public sealed class AllocationTests(ITestOutputHelper output)
{
    public static TheoryData<string> Benchmarks => [.. ExpectedBytes.Bytes.Keys];

    [Theory]
    [MemberData(nameof(Benchmarks))]
    public void Allocates_no_more_than_expected(string benchmark)
    {
#if DEBUG
        Assert.Skip(
            "Debug builds allocate where release builds do not: boxed enums, closures. Run this in a release build, as eng/test does.");
#endif
        using var measured = new BenchmarkCase(benchmark);

        var bytes = measured.Measure(rounds: 5, calls: 20);

        output.WriteLine($"{benchmark}: {bytes:0.#} bytes an operation");
        Assert.InRange(bytes, 0, ExpectedBytes.Bytes[benchmark]);
    }

    [Fact]
    public void Every_benchmark_that_is_no_ones_baseline_is_listed()
    {
        var missing = from type in typeof(Pipeline.Network).Assembly.GetTypes()
                      from method in type.GetMethods()
                      where method.GetCustomAttribute<BenchmarkAttribute>() is { Baseline: false }
                      let inClass = type.FullName!["FaceAuth.Bench.".Length..]
                      let name = $"{inClass}.{method.Name}"
                      where !ExpectedBytes.NotHeld.Contains(inClass) && !ExpectedBytes.Bytes.ContainsKey(name)
                      select name;

        Assert.Equal([], missing);
    }
}
