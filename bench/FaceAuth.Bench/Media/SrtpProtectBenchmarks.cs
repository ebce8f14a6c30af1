using BenchmarkDotNet.Attributes;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Bench.Media;

/// <summary>One RTP packet of 1200 bytes, encrypted: by us on the fastest ciphers and on .NET's, beside OpenSSL's functions alone.</summary>
/// <remarks>A sequence number is used once only, so each iteration takes a fresh sender through a fresh copy of them all.</remarks>
[MemoryDiagnoser]
public class SrtpProtectBenchmarks
{
    const int Counted = SrtpPackets.Count - 1;   // the first makes the source

    SrtpPackets? _packets;
    BareEvp? _evp;
    SrtpSender? _sender;
    SrtpSender? _managed;

    [Params(SrtpProfileName.Gcm, SrtpProfileName.Cm)]
    public SrtpProfileName Profile { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _packets = new(Profile);
        _evp = new(_packets.SessionKey(), _packets.SessionSalt());
    }

    [IterationSetup]
    public void Refill()
    {
        Dispose();
        _packets!.FillPlain();
        _sender = new(_packets.Keys.Client, CipherEngine.Best);
        _managed = new(_packets.Keys.Client, CipherEngine.Managed);
        var first = _packets.All[0].ToArray();
        _sender.ProtectRtp(_packets.All[0], SrtpPackets.Length);
        _managed.ProtectRtp(first, SrtpPackets.Length);
    }

    [Benchmark(OperationsPerInvoke = Counted)]
    public int Ours() => Seal(_sender!);

    [Benchmark(OperationsPerInvoke = Counted)]
    public int Managed() => Seal(_managed!);

    [Benchmark(Baseline = true, OperationsPerInvoke = Counted)]
    public int BareEvp()
    {
        var passed = 0;
        var packets = _packets!.All;
        if (Profile == SrtpProfileName.Gcm)
            for (var i = 1; i < packets.Length; i++) passed += _evp!.SealGcm(packets[i]) ? 1 : 0;
        else
            for (var i = 1; i < packets.Length; i++) passed += _evp!.SealCm(packets[i]) ? 1 : 0;
        return passed == Counted ? passed : throw new InvalidOperationException("A packet was not sealed.");
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _sender?.Dispose();
        _managed?.Dispose();
    }

    int Seal(SrtpSender sender)
    {
        var total = 0;
        var packets = _packets!.All;
        for (var i = 1; i < packets.Length; i++) total += sender.ProtectRtp(packets[i], SrtpPackets.Length);
        return total;
    }
}
