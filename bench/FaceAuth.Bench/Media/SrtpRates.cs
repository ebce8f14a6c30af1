using System.Globalization;

namespace FaceAuth.Bench.Media;

/// <summary>What one SRTP packet costs by processor time, which counts the same however much else runs.</summary>
/// <remarks>
/// The cases of <see cref="SrtpUnprotectBenchmarks"/> and <see cref="SrtpProtectBenchmarks"/>, one after the other in each round, so that
/// a slow moment meets all of them.
/// </remarks>
internal static class SrtpRates
{
    const int Rounds = 400;
    const int WarmUp = 200;

    /// <summary>Prints them.</summary>
    public static void Run()
    {
        foreach (var profile in Enum.GetValues<SrtpProfileName>())
        {
            var open = new SrtpUnprotectBenchmarks { Profile = profile };
            open.Setup();
            Print(
                $"{profile}, unprotect", open.Refill,
                ("bare EVP", open.BareEvp), ("ours", open.Ours), ("ours, managed", open.Managed), ("BouncyCastle", open.BouncyCastle));
            open.Dispose();

            var seal = new SrtpProtectBenchmarks { Profile = profile };
            seal.Setup();
            Print($"{profile}, protect", seal.Refill, ("bare EVP", seal.BareEvp), ("ours", seal.Ours), ("ours, managed", seal.Managed));
            seal.Dispose();
        }
    }

    static void Print(string what, Action before, params (string Name, Func<int> Work)[] cases)
    {
        var times = cases.Select(_ => new List<double>()).ToArray();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            for (var i = 0; i < cases.Length; i++)
            {
                before();
                var begun = Environment.CpuUsage.TotalTime;
                cases[i].Work();
                var took = Environment.CpuUsage.TotalTime - begun;
                if (round >= 0) times[i].Add(took.TotalMicroseconds / (SrtpPackets.Count - 1));
            }
        }

        foreach (var list in times) list.Sort();
        for (var i = 0; i < cases.Length; i++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what}, {cases[i].Name}: {Median(times[i]):0.00} µs of processor time (least {times[i][0]:0.00}, quartiles "
                + $"{times[i][Rounds / 4]:0.00} and {times[i][3 * Rounds / 4]:0.00}), "
                + $"{Median(times[i]) / Median(times[0]):0.00} times bare EVP"));
        }
    }

    static double Median(List<double> sorted) => sorted[sorted.Count / 2];
}
