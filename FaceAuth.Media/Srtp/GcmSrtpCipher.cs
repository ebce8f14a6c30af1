using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

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
    const int Tag = 16;
    const int Nonce = 12;

    readonly AesGcm _rtp;
    readonly AesGcm _rtcp;
    readonly byte[] _rtpSalt = new byte[Nonce];
    readonly byte[] _rtcpSalt = new byte[Nonce];

    /// <summary>Derives the session keys.</summary>
    public GcmSrtpCipher(SrtpMasterKey master)
    {
        _rtp = FromLabel(master, SrtpKeyLabel.RtpEncryption);
        _rtcp = FromLabel(master, SrtpKeyLabel.RtcpEncryption);
        SrtpKeyDerivation.Derive(master, SrtpKeyLabel.RtpSalt, _rtpSalt);
        SrtpKeyDerivation.Derive(master, SrtpKeyLabel.RtcpSalt, _rtcpSalt);
    }

    /// <summary>Takes session keys as they are; for test vectors.</summary>
    internal GcmSrtpCipher(ReadOnlySpan<byte> sessionKey, ReadOnlySpan<byte> sessionSalt)
    {
        _rtp = new(sessionKey, Tag);
        _rtcp = new(sessionKey, Tag);
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
        _rtp.Encrypt(nonce, payload, payload, packet[^Tag..], packet[..headerLength]);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override bool TryOpenRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index)
    {
        Span<byte> nonce = stackalloc byte[Nonce];
        WriteRtpNonce(nonce, ssrc, index);
        var payload = packet[headerLength..^Tag];
        return TryDecrypt(_rtp, nonce, payload, packet[^Tag..], packet[..headerLength]);
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
        _rtcp.Encrypt(nonce, body, body, packet.Slice(RtcpHeaderLength + body.Length, Tag), associated);
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
        return TryDecrypt(_rtcp, nonce, body, packet.Slice(RtcpHeaderLength + body.Length, Tag), associated);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        CryptographicOperations.ZeroMemory(_rtpSalt);
        CryptographicOperations.ZeroMemory(_rtcpSalt);
    }

    // The framework tells of a bad tag only by an exception: 2.4 µs and 192 bytes for a forged packet, no more than a good one costs twice.
    static bool TryDecrypt(AesGcm gcm, ReadOnlySpan<byte> nonce, Span<byte> body, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated)
    {
        try
        {
            gcm.Decrypt(nonce, body, tag, body, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
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

    static AesGcm FromLabel(SrtpMasterKey master, SrtpKeyLabel label)
    {
        Span<byte> key = stackalloc byte[SrtpMasterKey.KeyLength];
        SrtpKeyDerivation.Derive(master, label, key);
        var gcm = new AesGcm(key, Tag);
        CryptographicOperations.ZeroMemory(key);
        return gcm;
    }
}
