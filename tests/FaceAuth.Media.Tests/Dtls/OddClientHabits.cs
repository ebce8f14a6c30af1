using FaceAuth.Media.Dtls;
using Org.BouncyCastle.Tls;

namespace FaceAuth.Media.Tests.Dtls;

/// <summary>How an <see cref="OddClient"/> differs from a good one; by default not at all.</summary>
sealed record OddClientHabits
{
    public bool WithoutCertificate { get; init; }

    public bool WithoutExtendedMasterSecret { get; init; }

    /// <summary>Another certificate, whose key signs.</summary>
    public DtlsCertificate? ForgesSignatureWith { get; init; }

    public int HelloPadding { get; init; }

    public short? MaxFragmentLength { get; init; }

    public int[] SrtpProfiles { get; init; } = [1, 8, 7];

    public int[] Groups { get; init; } = [NamedGroup.x25519, NamedGroup.secp256r1];

    public int[] CipherSuites { get; init; } = [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];

    public ProtocolVersion[] Versions { get; init; } = ProtocolVersion.DTLSv12.Only();
}
