using BenchmarkDotNet.Attributes;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Dtls.Bouncy;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace FaceAuth.Bench.Media;

/// <summary>A whole handshake, client and server, in memory: as we run it, and with signatures checked by BouncyCastle.</summary>
[MemoryDiagnoser]
public class DtlsHandshakeBenchmarks
{
    readonly DtlsCertificate _certificate = DtlsCertificate.Create();
    readonly BcTlsCrypto _bouncy = new();

    [Benchmark]
    public int Ours() => Shake(FrameworkCrypto.Instance);

    [Benchmark(Baseline = true)]
    public int BouncyCastle() => Shake(_bouncy);

    int Shake(TlsCrypto crypto)
    {
        var (clientPath, serverPath) = MemoryPath.CreatePair();
        var clientTerms = Terms(DtlsRole.Client);
        var serverTerms = Terms(DtlsRole.Server);
        var server = Task.Run(() => new DtlsServerProtocol().Accept(new HandshakeServer(serverTerms, crypto), serverPath));
        new DtlsClientProtocol().Connect(new HandshakeClient(clientTerms, crypto), clientPath);
        server.Wait();
        return clientTerms.Secrets!.Srtp.AsSpan().SequenceEqual(serverTerms.Secrets!.Srtp) ? 1 : throw new InvalidOperationException();
    }

    HandshakeTerms Terms(DtlsRole role) => new(new(role, _certificate, _certificate.Fingerprint), TimeSpan.FromSeconds(1));
}
