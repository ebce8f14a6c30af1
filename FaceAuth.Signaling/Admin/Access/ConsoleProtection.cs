using System.Security.Cryptography;
using System.Text;
using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.DataProtection;

namespace FaceAuth.Signaling.Admin.Access;

/// <summary>Protects what the framework hands to browsers and takes back: forms' tokens, and what a circuit begins with.</summary>
/// <remarks>
/// AES-256-GCM; each purpose has a key of its own, derived from the signing key. So every node with that key reads it, and there is no
/// other key to keep. Safe from many threads.
/// </remarks>
internal sealed class ConsoleProtection : IDataProtectionProvider, IDataProtector
{
    const int NonceBytes = 12;
    const int TagBytes = 16;
    const int KeyBytes = 32;

    readonly byte[] _root;
    readonly byte[] _key;
    readonly string _purpose;

    public ConsoleProtection(SigningKey signing) : this(signing.DeriveFormKey(), "")
    {
    }

    ConsoleProtection(byte[] root, string purpose)
    {
        (_root, _purpose) = (root, purpose);
        _key = HKDF.Expand(HashAlgorithmName.SHA256, root, KeyBytes, Encoding.UTF8.GetBytes(purpose));
    }

    /// <inheritdoc/>
    public IDataProtector CreateProtector(string purpose) => new ConsoleProtection(_root, $"{_purpose}{purpose.Length}:{purpose};");

    /// <inheritdoc/>
    public byte[] Protect(byte[] plaintext)
    {
        var output = new byte[NonceBytes + plaintext.Length + TagBytes];
        var nonce = output.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, plaintext, output.AsSpan(NonceBytes, plaintext.Length), output.AsSpan(NonceBytes + plaintext.Length));
        return output;
    }

    /// <inheritdoc/>
    public byte[] Unprotect(byte[] protectedData)
    {
        var length = protectedData.Length - NonceBytes - TagBytes;
        if (length < 0) throw new CryptographicException("What is protected is longer.");
        var output = new byte[length];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(
            protectedData.AsSpan(0, NonceBytes), protectedData.AsSpan(NonceBytes, length), protectedData.AsSpan(NonceBytes + length),
            output);
        return output;
    }
}
