using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FaceAuth.Media.Crypto;

namespace FaceAuth.Media.Srtp;

/// <summary>
/// AES_CM_128_HMAC_SHA1_80 (RFC 3711 §4.1.1 and §4.2.1).
/// </summary>
/// <remarks>
/// <code>
/// SRTP   | header (clear) | payload (enciphered) | tag 10 |              the tag also covers the rollover counter
/// SRTCP  | header 8 (clear) | packet (enciphered) | E, index 4 | tag 10 |
/// </code>
/// </remarks>
internal sealed class CmSrtpCipher : SrtpCipher
{
    const int Tag = 10;
    const int SaltLength = 14;

    readonly AesCounterStream _rtp;
    readonly AesCounterStream _rtcp;
    readonly MacKey _rtpMac;
    readonly MacKey _rtcpMac;

    /// <summary>Derives the session keys.</summary>
    public CmSrtpCipher(SrtpMasterKey master, CipherEngine engine)
    {
        _rtp = StreamFrom(engine, master, SrtpKeyLabel.RtpEncryption, SrtpKeyLabel.RtpSalt);
        _rtcp = StreamFrom(engine, master, SrtpKeyLabel.RtcpEncryption, SrtpKeyLabel.RtcpSalt);
        _rtpMac = MacFrom(engine, master, SrtpKeyLabel.RtpAuthentication);
        _rtcpMac = MacFrom(engine, master, SrtpKeyLabel.RtcpAuthentication);
    }

    /// <inheritdoc/>
    public override int TagLength => Tag;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void SealRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index)
    {
        _rtp.Apply(packet[headerLength..^Tag], ssrc, index);

        Span<byte> code = stackalloc byte[MacKey.Length];
        ComputeRtpMac(packet, index, code);
        code[..Tag].CopyTo(packet[^Tag..]);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override bool TryOpenRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index)
    {
        Span<byte> tag = stackalloc byte[Tag];
        packet[^Tag..].CopyTo(tag);

        Span<byte> code = stackalloc byte[MacKey.Length];
        ComputeRtpMac(packet, index, code);
        if (!CryptographicOperations.FixedTimeEquals(code[..Tag], tag)) return false;

        _rtp.Apply(packet[headerLength..^Tag], ssrc, index);
        return true;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void SealRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        var body = packet[RtcpHeaderLength..^(Tag + RtcpIndexLength)];
        _rtcp.Apply(body, ssrc, index);
        BinaryPrimitives.WriteUInt32BigEndian(packet[(RtcpHeaderLength + body.Length)..], EncryptedFlag | index);

        Span<byte> code = stackalloc byte[MacKey.Length];
        _rtcpMac.Compute(packet[..^Tag], code);
        code[..Tag].CopyTo(packet[^Tag..]);
    }

    /// <inheritdoc/>
    public override uint ReadRtcpIndex(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt32BigEndian(packet[^(Tag + RtcpIndexLength)..]);

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override bool TryOpenRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        Span<byte> code = stackalloc byte[MacKey.Length];
        _rtcpMac.Compute(packet[..^Tag], code);
        if (!CryptographicOperations.FixedTimeEquals(code[..Tag], packet[^Tag..])) return false;

        _rtcp.Apply(packet[RtcpHeaderLength..^(Tag + RtcpIndexLength)], ssrc, index);
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        _rtpMac.Dispose();
        _rtcpMac.Dispose();
    }

    // The rollover counter follows the packet in what is authenticated (RFC 3711 §4.2). It is written where the tag stands,
    // so that the hash runs over one piece of memory; the caller has saved the tag or is about to write it.
    void ComputeRtpMac(Span<byte> packet, ulong index, Span<byte> code)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet[^Tag..], (uint)(index >> 16));
        _rtpMac.Compute(packet[..^(Tag - 4)], code);
    }

    static AesCounterStream StreamFrom(CipherEngine engine, SrtpMasterKey master, SrtpKeyLabel keyLabel, SrtpKeyLabel saltLabel)
    {
        Span<byte> key = stackalloc byte[SrtpMasterKey.KeyLength];
        Span<byte> salt = stackalloc byte[SaltLength];
        try
        {
            SrtpKeyDerivation.Derive(master, keyLabel, key);
            SrtpKeyDerivation.Derive(master, saltLabel, salt);
            return new AesCounterStream(engine, key, salt);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    static MacKey MacFrom(CipherEngine engine, SrtpMasterKey master, SrtpKeyLabel label)
    {
        Span<byte> key = stackalloc byte[MacKey.Length];   // n_a is 160 bits
        try
        {
            SrtpKeyDerivation.Derive(master, label, key);
            return engine.CreateMac(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
