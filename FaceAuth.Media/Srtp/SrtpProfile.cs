namespace FaceAuth.Media.Srtp;

/// <summary>
/// SRTP protection profiles that are negotiated in DTLS, with their IANA numbers
/// (RFC 5764 §4.1.2, RFC 7714 §14.2).
/// </summary>
internal enum SrtpProfile : ushort
{
    /// <summary>AES-128 in counter mode with an 80-bit HMAC-SHA1 tag; what every WebRTC peer has.</summary>
    Aes128CmHmacSha1Tag80 = 0x0001,

    /// <summary>AES-128-GCM with a 16-byte tag; preferred.</summary>
    AeadAes128Gcm = 0x0007,
}
