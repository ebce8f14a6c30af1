using FaceAuth.Media.Srtp;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace FaceAuth.Media.Dtls.Bouncy;

/// <summary>What both roles agree to, and what one handshake has found out so far. Used by one thread.</summary>
internal sealed class HandshakeTerms(DtlsHandshakeRequest request, TimeSpan resend)
{
    /// <summary>
    /// One suite, which every WebRTC peer has (RFC 8827 §6.5): key sizes, and with them the record layer, stay fixed.
    /// </summary>
    public static readonly int[] CipherSuites = [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];

    /// <summary>Groups for the key agreement, the cheapest first; every WebRTC peer has one of them.</summary>
    public static readonly int[] Groups = [NamedGroup.x25519, NamedGroup.secp256r1];

    /// <summary>Profiles that we can, best first.</summary>
    public static readonly SrtpProfile[] SrtpProfiles = [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmHmacSha1Tag80];

    /// <summary>Signatures that we accept from peers. Ours is the first.</summary>
    public static readonly SignatureAndHashAlgorithm[] Signatures =
    [
        SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa),
        SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa),
        SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
        SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa),
    ];

    const string KeyExpansionLabel = "key expansion";

    /// <summary>Why the handshake is about to fail, where the alert alone does not tell.</summary>
    public DtlsFailure? Failure { get; set; }

    /// <summary>The agreed profile.</summary>
    public SrtpProfile? Profile { get; private set; }

    /// <summary>Milliseconds until a flight is sent again for the first time.</summary>
    public int ResendMilliseconds => (int)resend.TotalMilliseconds;

    /// <summary>What the client offered; null for a client.</summary>
    public ClientHello? Hello { get; set; }

    /// <summary>What the handshake came to; null before its end.</summary>
    public HandshakeSecrets? Secrets { get; private set; }

    /// <summary>Takes the best profile that the client offers.</summary>
    /// <exception cref="TlsFatalAlert">There is none.</exception>
    public void ChooseProfile(UseSrtpData? offered)
    {
        foreach (var profile in SrtpProfiles)
        {
            if (offered is null || !offered.ProtectionProfiles.Contains((int)profile)) continue;
            Profile = profile;
            return;
        }

        throw Fail(DtlsFailure.NotNegotiable, AlertDescription.handshake_failure);
    }

    /// <summary>Checks the one profile that the server chose.</summary>
    /// <exception cref="TlsFatalAlert">It was not offered, or there is not exactly one, or it comes with a key identifier.</exception>
    public void AcceptProfile(UseSrtpData? chosen)
    {
        if (chosen is null) throw Fail(DtlsFailure.NotNegotiable, AlertDescription.handshake_failure);
        if (chosen.ProtectionProfiles is not [var number] || chosen.Mki.Length > 0 || !SrtpProfiles.Contains((SrtpProfile)number))
            throw Fail(DtlsFailure.ProtocolViolation, AlertDescription.illegal_parameter);
        Profile = (SrtpProfile)number;
    }

    /// <summary>Checks the peer's certificate against the SDP.</summary>
    /// <remarks>That it owns the key is checked by the signature that follows; nothing else about it matters (RFC 8827 §6.5).</remarks>
    /// <exception cref="TlsFatalAlert">There is none, or it is another one.</exception>
    public void CheckCertificate(Certificate? chain)
    {
        if (chain is null || chain.IsEmpty) throw Fail(DtlsFailure.NoCertificate, AlertDescription.handshake_failure);
        if (!request.RemoteFingerprint.Matches(chain.GetCertificateAt(0).GetEncoded()))
            throw Fail(DtlsFailure.FingerprintMismatch, AlertDescription.bad_certificate);
    }

    /// <summary>Our certificate and the means to sign with its key.</summary>
    public TlsCredentialedSigner CreateCredentials(TlsContext context) => new DefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        new CertificateSigner(request.Certificate),
        new Certificate([context.Crypto.CreateCertificate(request.Certificate.Der.ToArray())]),
        Signatures[0]);

    /// <summary>
    /// Takes the keys out. Only in NotifyHandshakeComplete: before it they are not there, after it they are cleared.
    /// </summary>
    public void TakeSecrets(TlsContext context)
    {
        var profile = Profile ?? throw Fail(DtlsFailure.NotNegotiable, AlertDescription.handshake_failure);
        var parameters = context.SecurityParameters;
        var srtp = context.ExportKeyingMaterial(SrtpKeys.ExporterLabel, null, SrtpKeys.ExporterLength(profile));
        var seed = (byte[])[.. parameters.ServerRandom, .. parameters.ClientRandom];   // RFC 5246 §6.3
        var keyBlock = parameters.MasterSecret
            .DeriveUsingPrf(parameters.PrfAlgorithm, KeyExpansionLabel, seed, DtlsKeys.KeyBlockLength).Extract();
        Secrets = new(profile, srtp, keyBlock, [.. parameters.LocalVerifyData]);
    }

    TlsFatalAlert Fail(DtlsFailure failure, short alert)
    {
        Failure = failure;
        return new(alert);
    }
}
