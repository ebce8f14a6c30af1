using BenchmarkDotNet.Attributes;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Dtls.Bouncy;
using FaceAuth.Media.Srtp;
using Org.BouncyCastle.Tls;

namespace FaceAuth.Bench.Media;

/// <summary>One DTLS record of 1172 bytes there: encrypted by one end, checked and decrypted by the other.</summary>
[MemoryDiagnoser]
public class DtlsRecordBenchmarks
{
    const int Length = 1172;

    readonly byte[] _plaintext = new byte[Length];
    readonly byte[] _record = new byte[Length + DtlsRecordLayer.Overhead];
    DtlsRecordLayer? _ours;
    DtlsRecordLayer? _theirs;
    DtlsTransport? _bouncyClient;
    DtlsTransport? _bouncyServer;

    [GlobalSetup]
    public void Setup()
    {
        _ours = Keys(DtlsRole.Client).CreateRecordLayer();
        _theirs = Keys(DtlsRole.Server).CreateRecordLayer();
        SetUpBouncyCastle();
    }

    [Benchmark]
    public int Ours()
    {
        var length = _ours!.Protect(DtlsContentType.ApplicationData, _plaintext, _record);
        return _theirs!.TryUnprotect(_record.AsSpan(0, length), _plaintext, out length, out _)
            ? length
            : throw new InvalidOperationException();
    }

    [Benchmark(Baseline = true)]
    public int BouncyCastle()
    {
        _bouncyClient!.Send(_plaintext, 0, Length);
        var length = _bouncyServer!.Receive(_plaintext, 0, Length, 1000);
        return length == Length ? length : throw new InvalidOperationException();
    }

    void SetUpBouncyCastle()
    {
        var certificate = DtlsCertificate.Create();
        var (clientPath, serverPath) = MemoryPath.CreatePair();
        var server = Task.Run(
            () => new DtlsServerProtocol().Accept(new HandshakeServer(Terms(DtlsRole.Server), FrameworkCrypto.Instance), serverPath));
        _bouncyClient = new DtlsClientProtocol().Connect(new HandshakeClient(Terms(DtlsRole.Client), FrameworkCrypto.Instance), clientPath);
        _bouncyServer = server.Result;

        HandshakeTerms Terms(DtlsRole role) => new(new(role, certificate, certificate.Fingerprint), TimeSpan.FromSeconds(1));
    }

    static DtlsKeys Keys(DtlsRole role) => new(
        role,
        SrtpKeys.FromExporter(SrtpProfile.AeadAes128Gcm, new byte[SrtpKeys.ExporterLength(SrtpProfile.AeadAes128Gcm)]),
        new byte[DtlsKeys.KeyBlockLength],
        DtlsFingerprint.Of([]),
        null);
}
