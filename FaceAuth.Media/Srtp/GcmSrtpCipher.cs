using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FaceAuth.Media.Crypto;

namespace FaceAuth.Media.Srtp;

/// <summary>
/// AEAD_AES_128_GCM (RFC 7714 §8 and §9).
/// </summary>
/// <remarks>
/// <code>
/// SRTP   | header (clear) | payload (sealed) | tag 16 |
/// SRTCP  | header 8 (clear) | packet (sealed) | tag 16 | E, index 4 |
/// </code>
/// </remarks>
internal sealed class GcmSrtpCipher : SrtpCipher
{
    const int Tag = GcmKey.TagLength;
    const int Nonce = GcmKey.NonceLength;

    readonly GcmKey _rtp;
    readonly GcmKey _rtcp;
    readonly byte[] _rtpSalt = new byte[Nonce];
    readonly byte[] _rtcpSalt = new byte[Nonce];

    /// <summary>Derives the session keys.</summary>
    public GcmSrtpCipher(SrtpMasterKey master, CipherEngine engine)
    {
        _rtp = FromLabel(engine, master, SrtpKeyLabel.RtpEncryption);
        _rtcp = FromLabel(engine, master, SrtpKeyLabel.RtcpEncryption);
        SrtpKeyDerivation.Derive(master, SrtpKeyLabel.RtpSalt, _rtpSalt);
        SrtpKeyDerivation.Derive(master, SrtpKeyLabel.RtcpSalt, _rtcpSalt);
    }

    /// <summary>Takes session keys as they are; for test vectors.</summary>
    internal GcmSrtpCipher(CipherEngine engine, ReadOnlySpan<byte> sessionKey, ReadOnlySpan<byte> sessionSalt)
    {
        _rtp = engine.CreateGcm(sessionKey);
        _rtcp = engine.CreateGcm(sessionKey);
        sessionSalt.CopyTo(_rtpSalt);
        sessionSalt.CopyTo(_rtcpSalt);
    }

    /// <inheritdoc/>
    public override int TagLength => Tag;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void SealRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index)
    {
        Span<byte> nonce = stackalloc byte[Nonce];
        WriteRtpNonce(nonce, ssrc, index);
        var payload = packet[headerLength..^Tag];
        _rtp.Seal(nonce, payload, packet[^Tag..], packet[..headerLength]);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override bool TryOpenRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index)
    {
        Span<byte> nonce = stackalloc byte[Nonce];
        WriteRtpNonce(nonce, ssrc, index);
        var payload = packet[headerLength..^Tag];
        return _rtp.TryOpen(nonce, payload, packet[^Tag..], packet[..headerLength]);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void SealRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        Span<byte> nonce = stackalloc byte[Nonce];
        WriteRtcpNonce(nonce, ssrc, index);
        var word = packet[^RtcpIndexLength..];
        BinaryPrimitives.WriteUInt32BigEndian(word, EncryptedFlag | index);

        Span<byte> associated = stackalloc byte[RtcpHeaderLength + RtcpIndexLength];
        packet[..RtcpHeaderLength].CopyTo(associated);
        word.CopyTo(associated[RtcpHeaderLength..]);

        var body = packet[RtcpHeaderLength..^(Tag + RtcpIndexLength)];
        _rtcp.Seal(nonce, body, packet.Slice(RtcpHeaderLength + body.Length, Tag), associated);
    }

    /// <inheritdoc/>
    public override uint ReadRtcpIndex(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[^RtcpIndexLength..]);

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override bool TryOpenRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        Span<byte> nonce = stackalloc byte[Nonce];
        WriteRtcpNonce(nonce, ssrc, index);

        Span<byte> associated = stackalloc byte[RtcpHeaderLength + RtcpIndexLength];
        packet[..RtcpHeaderLength].CopyTo(associated);
        packet[^RtcpIndexLength..].CopyTo(associated[RtcpHeaderLength..]);

        var body = packet[RtcpHeaderLength..^(Tag + RtcpIndexLength)];
        return _rtcp.TryOpen(nonce, body, packet.Slice(RtcpHeaderLength + body.Length, Tag), associated);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        CryptographicOperations.ZeroMemory(_rtpSalt);
        CryptographicOperations.ZeroMemory(_rtcpSalt);
    }

    // RFC 7714 §8.1: two zero bytes, SSRC, rollover counter, sequence number, XOR salt
    void WriteRtpNonce(Span<byte> nonce, uint ssrc, ulong index)
    {
        nonce[0] = 0;
        nonce[1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(nonce[2..], ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[6..], (uint)(index >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(nonce[10..], (ushort)index);
        for (var i = 0; i < Nonce; i++) nonce[i] ^= _rtpSalt[i];
    }

    // RFC 7714 §9.1: two zero bytes, SSRC, two zero bytes, 0 and the 31-bit index, XOR salt
    void WriteRtcpNonce(Span<byte> nonce, uint ssrc, uint index)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(nonce[2..], ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], index);
        for (var i = 0; i < Nonce; i++) nonce[i] ^= _rtcpSalt[i];
    }

    static GcmKey FromLabel(CipherEngine engine, SrtpMasterKey master, SrtpKeyLabel label)
    {
        Span<byte> key = stackalloc byte[SrtpMasterKey.KeyLength];
        try
        {
            SrtpKeyDerivation.Derive(master, label, key);
            return engine.CreateGcm(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
