namespace FaceAuth.Media.Crypto;

/// <summary>AES-128 in counter mode under one key. See <see cref="CipherEngine"/> for owners and threads.</summary>
internal abstract class CounterKey : IDisposable
{
    /// <summary>Length of a counter block in bytes.</summary>
    public const int BlockLength = 16;

    /// <summary>Enciphers or deciphers in place.</summary>
    /// <param name="first">The first counter block: 16 bytes, the last two of them zero, where blocks are counted.</param>
    /// <param name="text">At most <see cref="CipherEngine.MaxText"/> bytes.</param>
    /// <exception cref="ArgumentException">A span has another length, or the counter begun; nothing is written.</exception>
    public void Apply(ReadOnlySpan<byte> first, Span<byte> text)
    {
        if (first.Length != BlockLength) throw new ArgumentException("A counter block is 16 bytes.", nameof(first));
        // engines differ in where they carry to: blocks are counted in these bytes alone
        if ((first[14] | first[15]) != 0) throw new ArgumentException("A counter begins at zero.", nameof(first));
        if (text.Length > CipherEngine.MaxText) throw new ArgumentException("Too much at once.", nameof(text));
        if (!text.IsEmpty) ApplyChecked(first, text);
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    protected abstract void ApplyChecked(ReadOnlySpan<byte> first, Span<byte> text);
}
