using System.Security.Cryptography;

namespace FaceAuth.Media.Crypto.OpenSsl;

/// <summary>AES-128-GCM by EVP with a kept context: a message sets the nonce alone.</summary>
internal sealed class OpenSslGcmKey(Libcrypto library, ReadOnlySpan<byte> key) : GcmKey
{
    readonly CipherContext _context = new(library, library.Gcm, key);

    /// <inheritdoc/>
    public override void Dispose() => _context.Dispose();

    protected override void SealChecked(ReadOnlySpan<byte> nonce, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> associated)
    {
        var isHeld = false;
        try
        {
            _context.DangerousAddRef(ref isHeld);
            if (!_context.Begin(seals: true, nonce, tag, associated, text) || !_context.End() || !_context.TakeTag(tag))
                throw Broken(text);
        }
        finally
        {
            if (isHeld) _context.DangerousRelease();
        }
    }

    protected override bool TryOpenChecked(
        ReadOnlySpan<byte> nonce, Span<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated)
    {
        var isHeld = false;
        try
        {
            _context.DangerousAddRef(ref isHeld);
            if (!_context.Begin(seals: false, nonce, tag, associated, text)) throw Broken(text);
            if (_context.End()) return true;

            CryptographicOperations.ZeroMemory(text);   // it was deciphered before the tag could be known to be wrong
            ForgetErrors();
            return false;
        }
        finally
        {
            if (isHeld) _context.DangerousRelease();
        }
    }

    unsafe void ForgetErrors() => library.ClearErrors();

    LibcryptoException Broken(Span<byte> text)
    {
        CryptographicOperations.ZeroMemory(text);
        return library.Fault("failed at AES-GCM");
    }
}
