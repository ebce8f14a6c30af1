namespace FaceAuth.Media.Crypto;

/// <summary>AES-128-GCM (NIST SP 800-38D) under one key. See <see cref="CipherEngine"/> for owners and threads.</summary>
/// <remarks>The spans of one call must not overlap.</remarks>
internal abstract class GcmKey : IDisposable
{
    /// <summary>Length of a nonce in bytes.</summary>
    public const int NonceLength = 12;

    /// <summary>Length of a tag in bytes.</summary>
    public const int TagLength = 16;

    /// <summary>Enciphers in place and writes the tag.</summary>
    /// <param name="nonce">12 bytes, never twice under one key.</param>
    /// <param name="text">What is enciphered; may be empty.</param>
    /// <param name="tag">Receives 16 bytes.</param>
    /// <param name="associated">What the tag covers too.</param>
    /// <exception cref="ArgumentException">A span has another length; nothing is written.</exception>
    public void Seal(ReadOnlySpan<byte> nonce, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> associated)
    {
        Check(nonce, text, tag, associated);
        SealChecked(nonce, text, tag, associated);
    }

    /// <summary>Checks and deciphers in place; when the tag is wrong, <paramref name="text"/> is zeros.</summary>
    /// <inheritdoc cref="Seal"/>
    public bool TryOpen(ReadOnlySpan<byte> nonce, Span<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated)
    {
        Check(nonce, text, tag, associated);
        return TryOpenChecked(nonce, text, tag, associated);
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    protected abstract void SealChecked(ReadOnlySpan<byte> nonce, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> associated);

    protected abstract bool TryOpenChecked(
        ReadOnlySpan<byte> nonce, Span<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated);

    static void Check(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated)
    {
        if (nonce.Length != NonceLength) throw new ArgumentException("A nonce is 12 bytes.", nameof(nonce));
        if (tag.Length != TagLength) throw new ArgumentException("A tag is 16 bytes.", nameof(tag));
        if (text.Length > CipherEngine.MaxText) throw new ArgumentException("Too much at once.", nameof(text));
        if (associated.Length > CipherEngine.MaxText) throw new ArgumentException("Too much at once.", nameof(associated));
    }
}
