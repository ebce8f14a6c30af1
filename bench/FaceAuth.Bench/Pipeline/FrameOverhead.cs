using System.Globalization;

namespace FaceAuth.Bench.Pipeline;

/// <summary>What one analysed picture costs above the bare sum of its models' runs.</summary>
/// <remarks>
/// In processor time and in turns, so that other work on the machine slows both down alike: the ratio that <see
/// cref="AnalysedFrameBenchmark"/> gives on a quiet machine.
/// </remarks>
internal static class FrameOverhead
{
    const int Rounds = 100;
    const int Pictures = 2;

    /// <summary>Prints the ratios.</summary>
    public static async Task RunAsync()
    {
        var benchmark = new AnalysedFrameBenchmark();
        benchmark.Setup();
        Action[] cases = [benchmark.BareModels, benchmark.StagesBackToBack, benchmark.WholePipelineAsleep, benchmark.AtAGlance];
        var ratios = new List<double>[] { [], [], [], [] };
        for (var round = -5; round < Rounds; round++)
        {
            var times = cases.Select(Time).ToArray();
            for (var i = 0; i < cases.Length && round >= 0; i++) ratios[i].Add(times[i] / times[0]);
        }

        foreach (var (ratio, i) in ratios.Select((ratio, i) => (ratio.Order().ToList(), i)).Skip(1))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{cases[i].Method.Name}: {ratio[Rounds / 2]:F3} of the bare models' processor time (median of {Rounds} rounds; "
                + $"quartiles {ratio[Rounds / 4]:F3} and {ratio[3 * Rounds / 4]:F3})"));
        }

        await benchmark.CleanUp();
    }

    static double Time(Action picture)
    {
        var before = Environment.CpuUsage.TotalTime;   // Process.TotalProcessorTime counts whole hundredths of a second
        for (var i = 0; i < Pictures; i++) picture();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }
}
