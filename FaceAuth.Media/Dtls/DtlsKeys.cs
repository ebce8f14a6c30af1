using System.Security.Cryptography;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Media.Dtls;

/// <summary>What a handshake leaves behind: the SRTP keys and the key block of the record layer. Owns and clears them.</summary>
internal sealed class DtlsKeys : IDisposable
{
    /// <summary>
    /// Length of the key block of ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: two keys of 16 bytes, two salts of 4 (RFC 5288 §3).
    /// </summary>
    public const int KeyBlockLength = 40;

    const int KeyLength = 16;
    const int SaltLength = 4;

    readonly byte[] _keyBlock;

    /// <summary>Takes the parts; the key block is copied.</summary>
    /// <exception cref="ArgumentException">The key block has another length.</exception>
    public DtlsKeys(
        DtlsRole role, SrtpKeys srtp, ReadOnlySpan<byte> keyBlock, DtlsFingerprint remoteFingerprint, DtlsFinalFlight? finalFlight)
    {
        if (keyBlock.Length != KeyBlockLength) throw new ArgumentException("A key block here is 40 bytes.", nameof(keyBlock));
        Role = role;
        Srtp = srtp;
        RemoteFingerprint = remoteFingerprint;
        FinalFlight = finalFlight;
        _keyBlock = keyBlock.ToArray();
    }

    /// <summary>Our side.</summary>
    public DtlsRole Role { get; }

    /// <summary>The SRTP profile and master keys.</summary>
    public SrtpKeys Srtp { get; }

    /// <summary>The fingerprint that the peer's certificate was found to have.</summary>
    public DtlsFingerprint RemoteFingerprint { get; }

    /// <summary>What the server sends again when the client asks for it; null for a client.</summary>
    public DtlsFinalFlight? FinalFlight { get; }

    /// <summary>What the client offered; null for a client.</summary>
    public ClientHello? Hello { get; init; }

    /// <summary>Key of the records we send.</summary>
    public ReadOnlySpan<byte> WriteKey => Key(Role);

    /// <summary>Implicit part of the nonce of the records we send, 4 bytes.</summary>
    public ReadOnlySpan<byte> WriteSalt => Salt(Role);

    /// <summary>Key of the records we receive.</summary>
    public ReadOnlySpan<byte> ReadKey => Key(Peer);

    /// <summary>Implicit part of the nonce of the records we receive, 4 bytes.</summary>
    public ReadOnlySpan<byte> ReadSalt => Salt(Peer);

    DtlsRole Peer => Role == DtlsRole.Client ? DtlsRole.Server : DtlsRole.Client;

    /// <summary>A receiver for the peer's SRTP.</summary>
    public SrtpReceiver CreateSrtpReceiver(CipherEngine engine) => new(Role == DtlsRole.Client ? Srtp.Server : Srtp.Client, engine);

    /// <summary>A sender for our SRTP. Make only one: a second would reuse nonces.</summary>
    public SrtpSender CreateSrtpSender(CipherEngine engine) => new(Role == DtlsRole.Client ? Srtp.Client : Srtp.Server, engine);

    /// <summary>The record layer for what follows the handshake. Make only one: a second would reuse nonces.</summary>
    public DtlsRecordLayer CreateRecordLayer() => new(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_keyBlock);
        Srtp.Dispose();
    }

    ReadOnlySpan<byte> Key(DtlsRole role) => _keyBlock.AsSpan(role == DtlsRole.Client ? 0 : KeyLength, KeyLength);

    ReadOnlySpan<byte> Salt(DtlsRole role) => _keyBlock.AsSpan(2 * KeyLength + (role == DtlsRole.Client ? 0 : SaltLength), SaltLength);
}
