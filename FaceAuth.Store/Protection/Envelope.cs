using System.Security.Cryptography;

namespace FaceAuth.Store.Protection;

/// <summary>AES-256-GCM (NIST SP 800-38D) with a fresh random nonce.</summary>
/// <remarks>
/// <code>
///  version (1) | nonce (12) | ciphertext (n) | tag (16)
/// </code>
/// 96-bit random nonces are safe for 2³² messages a key; a subject's key seals a few dozen, the wrap key one a subject.
/// </remarks>
internal static class Envelope
{
    public const int KeyBytes = 32;

    /// <summary>Bytes that an envelope is longer than what it holds.</summary>
    public const int Overhead = 1 + NonceBytes + TagBytes;

    const byte Version = 1;
    const int NonceBytes = 12;
    const int TagBytes = 16;

    /// <summary>Seals <paramref name="plain"/>, bound to <paramref name="bound"/>: it opens only with the same bytes there.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        var envelope = new byte[Overhead + plain.Length];
        envelope[0] = Version;
        var nonce = envelope.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, envelope.AsSpan(1 + NonceBytes, plain.Length), envelope.AsSpan(^TagBytes..), bound);
        return envelope;
    }

    /// <summary>Opens an envelope into <paramref name="plain"/>, which has the exact length.</summary>
    /// <returns>False, and zeros, when the key, the bound bytes or any bit of the envelope is another.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> bound, Span<byte> plain)
    {
        plain.Clear();
        if (envelope.Length != Overhead + plain.Length || envelope[0] != Version) return false;
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(envelope.Slice(1, NonceBytes), envelope[(1 + NonceBytes)..^TagBytes], envelope[^TagBytes..], plain, bound);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            plain.Clear();
            return false;
        }
    }
}
