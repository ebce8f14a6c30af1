using System.Security.Cryptography;

namespace FaceAuth.Media.Crypto.OpenSsl;

/// <summary>HMAC-SHA1 by EVP, with the key hashed once.</summary>
internal sealed class OpenSslMacKey : MacKey
{
    readonly Libcrypto _library;
    readonly HmacContext _context;

    public OpenSslMacKey(Libcrypto library, ReadOnlySpan<byte> key)
    {
        _library = library;
        Span<byte> inner = stackalloc byte[BlockLength];
        Span<byte> outer = stackalloc byte[BlockLength];
        Pad(key, inner, outer);
        try
        {
            _context = new HmacContext(library, inner, outer);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(inner);
            CryptographicOperations.ZeroMemory(outer);
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _context.Dispose();

    protected override void ComputeChecked(ReadOnlySpan<byte> message, Span<byte> code)
    {
        var isHeld = false;
        try
        {
            _context.DangerousAddRef(ref isHeld);
            if (!_context.Compute(message, code)) throw _library.Fault("failed at HMAC-SHA1");
        }
        finally
        {
            if (isHeld) _context.DangerousRelease();
        }
    }
}
