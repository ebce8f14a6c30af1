namespace FaceAuth.Media.Crypto;

/// <summary>HMAC-SHA1 (RFC 2104) under one key. See <see cref="CipherEngine"/> for owners and threads.</summary>
internal abstract class MacKey : IDisposable
{
    /// <summary>Length of the code in bytes.</summary>
    public const int Length = 20;

    /// <summary>Length of SHA-1's block in bytes, and of the longest key.</summary>
    public const int BlockLength = 64;

    /// <summary>Writes the 20-byte code of <paramref name="message"/>.</summary>
    /// <exception cref="ArgumentException">A span has another length; nothing is written.</exception>
    public void Compute(ReadOnlySpan<byte> message, Span<byte> code)
    {
        if (code.Length != Length) throw new ArgumentException("A code is 20 bytes.", nameof(code));
        if (message.Length > CipherEngine.MaxText) throw new ArgumentException("Too much at once.", nameof(message));
        ComputeChecked(message, code);
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    protected abstract void ComputeChecked(ReadOnlySpan<byte> message, Span<byte> code);

    /// <summary>The first block of the inner and of the outer hash (RFC 2104 §2): the key, with zeros behind it, XOR a constant.</summary>
    /// <exception cref="ArgumentException">The key is longer than a block.</exception>
    protected static void Pad(ReadOnlySpan<byte> key, Span<byte> inner, Span<byte> outer)
    {
        if (key.Length > BlockLength) throw new ArgumentException("A key here is at most 64 bytes.", nameof(key));
        for (var i = 0; i < BlockLength; i++)
        {
            var octet = i < key.Length ? key[i] : (byte)0;
            inner[i] = (byte)(octet ^ 0x36);
            outer[i] = (byte)(octet ^ 0x5C);
        }
    }
}
