using FaceAuth.Media.Conduct;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Peer;

/// <summary>What a <see cref="PeerCore"/> is put together from; it owns <see cref="Video"/> and <see cref="Data"/>.</summary>
internal sealed record PeerParts
{
    internal required IceMachine Ice { get; init; }

    internal required DtlsHandshakePool Handshakes { get; init; }

    internal required DtlsHandshakeRequest Handshake { get; init; }

    /// <summary>What SRTP runs on.</summary>
    internal required CipherEngine Ciphers { get; init; }

    internal required IVideoPath Video { get; init; }

    internal required DataPath Data { get; init; }

    internal required PacketPool Packets { get; init; }

    /// <summary>Watches how the other side behaves; null for a client.</summary>
    internal PeerConduct? Conduct { get; init; }

    /// <summary>Media packets held until the keys are ready.</summary>
    internal required int EarlyPackets { get; init; }

    /// <summary>Time from the first valid connectivity check to the end of the handshake.</summary>
    internal required TimeSpan SecureTimeout { get; init; }

    /// <summary>Called on a handshake thread when the core should be polled soon.</summary>
    internal required Action Wake { get; init; }
}
