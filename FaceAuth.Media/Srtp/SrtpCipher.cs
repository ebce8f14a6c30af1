using FaceAuth.Media.Crypto;

namespace FaceAuth.Media.Srtp;

/// <summary>The cipher of one direction: seals and opens packets in place, given their index.</summary>
/// <remarks>It keeps no state of the stream and allocates nothing. One thread at a time.</remarks>
internal abstract class SrtpCipher : IDisposable
{
    /// <summary>Length of the fixed part of an RTCP header that stays in the clear: header word and SSRC.</summary>
    public const int RtcpHeaderLength = 8;

    /// <summary>Length of the word "E flag and SRTCP index".</summary>
    public const int RtcpIndexLength = 4;

    /// <summary>The bit of that word that says "encrypted".</summary>
    public const uint EncryptedFlag = 0x8000_0000;

    /// <summary>Length of the authentication tag in bytes.</summary>
    public abstract int TagLength { get; }

    /// <summary>Derives the session keys of <paramref name="master"/> and makes its cipher of what <paramref name="engine"/> has.</summary>
    public static SrtpCipher Create(SrtpMasterKey master, CipherEngine engine) => master.Profile switch
    {
        SrtpProfile.AeadAes128Gcm => new GcmSrtpCipher(master, engine),
        SrtpProfile.Aes128CmHmacSha1Tag80 => new CmSrtpCipher(master, engine),
        _ => throw new ArgumentOutOfRangeException(nameof(master)),
    };

    /// <summary>Encrypts an RTP packet and writes the tag behind it.</summary>
    /// <param name="packet">The plain packet, with room for the tag at its end.</param>
    /// <param name="headerLength">Length of what stays in the clear.</param>
    /// <param name="ssrc">Its SSRC.</param>
    /// <param name="index">Rollover counter and sequence number, 48 bits.</param>
    public abstract void SealRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index);

    /// <summary>Checks an SRTP packet and decrypts it. When it is refused, its contents are lost.</summary>
    /// <param name="packet">The whole packet with its tag.</param>
    /// <param name="headerLength">Length of what is in the clear.</param>
    /// <param name="ssrc">Its SSRC.</param>
    /// <param name="index">The estimated index, 48 bits.</param>
    public abstract bool TryOpenRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index);

    /// <summary>Encrypts an RTCP packet and writes index and tag behind it.</summary>
    /// <param name="packet">The plain packet, with room for index and tag at its end.</param>
    /// <param name="ssrc">Its SSRC.</param>
    /// <param name="index">SRTCP index, 31 bits.</param>
    public abstract void SealRtcp(Span<byte> packet, uint ssrc, uint index);

    /// <summary>The word "E flag and SRTCP index" of an SRTCP packet.</summary>
    /// <param name="packet">At least <see cref="RtcpHeaderLength"/>, index and tag long.</param>
    public abstract uint ReadRtcpIndex(ReadOnlySpan<byte> packet);

    /// <summary>Checks an encrypted SRTCP packet and decrypts it. When it is refused, its contents are lost.</summary>
    public abstract bool TryOpenRtcp(Span<byte> packet, uint ssrc, uint index);

    /// <inheritdoc/>
    public abstract void Dispose();
}
