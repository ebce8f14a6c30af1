using FaceAuth.Media.Crypto;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Peer;

namespace FaceAuth.Media.Loop;

/// <summary>What all peers of a server, or of its clients, are made from: handshake threads, certificate, clock, randomness.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class PeerSupply : IDisposable
{
    readonly DtlsHandshakePool _handshakes;

    internal PeerSupply(MediaConfiguration configuration, TimeProvider clock, Action<Exception> onFault)
    {
        (Configuration, Clock) = (configuration, clock);
        Certificate = DtlsCertificate.Create(clock);
        _handshakes = new DtlsHandshakePool(configuration.Dtls, clock, onFault);
        Factory = new PeerFactory(configuration, Certificate, _handshakes);
    }

    internal MediaConfiguration Configuration { get; }

    internal TimeProvider Clock { get; }

    internal DtlsCertificate Certificate { get; }

    internal PeerFactory Factory { get; }

    internal SecureRandom Random { get; } = new();

    /// <summary>The time on the clock of every loop.</summary>
    internal TimeSpan Now => Clock.GetElapsedTime(0);

    /// <inheritdoc/>
    public void Dispose()
    {
        _handshakes.Dispose();
        Certificate.Dispose();
    }
}
