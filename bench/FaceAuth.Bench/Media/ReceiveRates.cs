using System.Globalization;

namespace FaceAuth.Bench.Media;

/// <summary>How many packets a second one core receives, by processor time, which counts the same however much else runs.</summary>
/// <remarks>The figures of <see cref="SecuredReceiveBenchmarks"/> and <see cref="SocketReceiveBenchmarks"/> beside their targets.</remarks>
internal static class ReceiveRates
{
    const int Rounds = 200;
    const int WarmUp = 60;

    /// <summary>Prints them.</summary>
    public static void Run()
    {
        using var secured = new SecuredReceiveBenchmarks();
        secured.Setup();
        Print("SRTP (AES-128-GCM) → picture", 450_000, SecuredReceiveBenchmarks.Counted, secured.Refill, () => secured.FromSrtpToPicture());

        using var socket = new SocketReceiveBenchmarks();
        socket.Connect();
        Print("UDP socket → picture", 200_000, SocketReceiveBenchmarks.Datagrams, socket.Fill, () => socket.TogetherFromSocketToPicture());
        Print(
            "the same, datagram by datagram", 200_000, SocketReceiveBenchmarks.Datagrams, socket.Fill,
            () => socket.OneByOneFromSocketToPicture());
    }

    static void Print(string name, int target, int packets, Action before, Action work)
    {
        var rates = new List<double>();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            before();
            var begun = Environment.CpuUsage.TotalTime;
            work();
            var took = Environment.CpuUsage.TotalTime - begun;
            if (round >= 0) rates.Add(packets / took.TotalSeconds);
        }

        rates.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {rates[Rounds / 2]:N0} packets a second and core (median of {Rounds} rounds; "
            + $"quartiles {rates[Rounds / 4]:N0} and {rates[3 * Rounds / 4]:N0}); target ≥ {target:N0}"));
    }
}
