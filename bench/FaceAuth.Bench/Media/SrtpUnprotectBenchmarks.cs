using BenchmarkDotNet.Attributes;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Bench.Media;

/// <summary>One SRTP packet of 1200 bytes, checked and decrypted by us on the fastest ciphers and on .NET's.</summary>
/// <remarks>
/// Beside them OpenSSL's functions alone and BouncyCastle's, both without rollover counter and replay window. A packet passes once only, so
/// each iteration takes a fresh receiver through a fresh copy of them all.
/// </remarks>
[MemoryDiagnoser]
public class SrtpUnprotectBenchmarks
{
    const int Counted = SrtpPackets.Count - 1;   // the first makes the source

    SrtpPackets? _packets;
    BareEvp? _evp;
    BouncyOpener? _bouncy;
    SrtpReceiver? _receiver;
    SrtpReceiver? _managed;

    [Params(SrtpProfileName.Gcm, SrtpProfileName.Cm)]
    public SrtpProfileName Profile { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _packets = new(Profile);
        _bouncy = new(_packets.SessionKey(), _packets.SessionSalt());
        _evp = new(_packets.SessionKey(), _packets.SessionSalt());
    }

    [IterationSetup]
    public void Refill()
    {
        Dispose();
        _packets!.FillSealed();
        _receiver = new(_packets.Keys.Client, CipherEngine.Best);
        _managed = new(_packets.Keys.Client, CipherEngine.Managed);
        var first = _packets.All[0].ToArray();
        _receiver.TryUnprotectRtp(_packets.All[0], out _);
        _managed.TryUnprotectRtp(first, out _);
    }

    [Benchmark(OperationsPerInvoke = Counted)]
    public int Ours() => Open(_receiver!);

    [Benchmark(OperationsPerInvoke = Counted)]
    public int Managed() => Open(_managed!);

    [Benchmark(Baseline = true, OperationsPerInvoke = Counted)]
    public int BareEvp()
    {
        var passed = 0;
        var packets = _packets!.All;
        if (Profile == SrtpProfileName.Gcm)
            for (var i = 1; i < packets.Length; i++) passed += _evp!.OpenGcm(packets[i]) ? 1 : 0;
        else
            for (var i = 1; i < packets.Length; i++) passed += _evp!.OpenCm(packets[i]) ? 1 : 0;
        return Checked(passed);
    }

    [Benchmark(OperationsPerInvoke = Counted)]
    public int BouncyCastle()
    {
        var total = 0;
        var packets = _packets!.All;
        for (var i = 1; i < packets.Length; i++)
            total += Profile == SrtpProfileName.Gcm ? _bouncy!.OpenGcm(packets[i]) : _bouncy!.OpenCm(packets[i]);
        return total;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _receiver?.Dispose();
        _managed?.Dispose();
    }

    int Open(SrtpReceiver receiver)
    {
        var passed = 0;
        var packets = _packets!.All;
        for (var i = 1; i < packets.Length; i++) passed += receiver.TryUnprotectRtp(packets[i], out _) ? 1 : 0;
        return Checked(passed);
    }

    static int Checked(int passed) => passed == Counted ? passed : throw new InvalidOperationException("A packet did not pass.");
}
