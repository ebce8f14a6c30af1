using System.Security.Cryptography;

namespace FaceAuth.Media.Crypto.OpenSsl;

/// <summary>AES-128 in counter mode by EVP with a kept context.</summary>
/// <remarks>OpenSSL counts in all 128 bits. With two bytes of zeros and at most 2¹⁶ blocks that is RFC 3711's counting.</remarks>
internal sealed class OpenSslCounterKey(Libcrypto library, ReadOnlySpan<byte> key) : CounterKey
{
    readonly CipherContext _context = new(library, library.Counter, key);

    /// <inheritdoc/>
    public override void Dispose() => _context.Dispose();

    protected override void ApplyChecked(ReadOnlySpan<byte> first, Span<byte> text)
    {
        var isHeld = false;
        try
        {
            _context.DangerousAddRef(ref isHeld);
            if (_context.Apply(first, text)) return;

            CryptographicOperations.ZeroMemory(text);
            throw library.Fault("failed at AES-CTR");
        }
        finally
        {
            if (isHeld) _context.DangerousRelease();
        }
    }
}
