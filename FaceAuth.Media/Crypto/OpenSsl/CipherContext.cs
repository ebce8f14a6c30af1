using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FaceAuth.Media.Crypto.OpenSsl;

/// <summary>An EVP_CIPHER_CTX that keeps its key; owns it. Held by a reference for each call, so that nothing frees it meanwhile.</summary>
internal sealed unsafe class CipherContext : SafeHandle
{
    readonly Libcrypto _library;

    /// <summary>Makes it.</summary>
    /// <param name="library">Where it lives.</param>
    /// <param name="cipher">An AES-128 cipher of <paramref name="library"/>.</param>
    /// <param name="key">16 bytes, which are copied.</param>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    /// <exception cref="LibcryptoException">It failed, as when memory is out.</exception>
    public CipherContext(Libcrypto library, nint cipher, ReadOnlySpan<byte> key)
        : base(0, ownsHandle: true)
    {
        _library = library;
        if (key.Length != CipherEngine.AesKeyLength) throw new ArgumentException("A key here is 16 bytes.", nameof(key));
        SetHandle(library.CipherContextNew());
        if (IsInvalid) throw library.Fault("gave no cipher context");
        int set;
        fixed (byte* first = key) set = library.CipherInit(handle, cipher, first, null, 1, null);
        GC.KeepAlive(this);   // no finalizer before the call is over
        if (set == Libcrypto.Done) return;
        Dispose();
        throw library.Fault("took no key");
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Enciphers or deciphers in place without a tag.</summary>
    /// <param name="iv">16 bytes.</param>
    /// <param name="text">Not empty.</param>
    /// <returns>False when the library failed.</returns>
    // apart from the try-finally of its caller, within which the JIT makes no direct calls to native code
    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    public bool Apply(ReadOnlySpan<byte> iv, Span<byte> text)
    {
        int written;
        fixed (byte* first = iv, at = text)
        {
            return _library.CipherInit(handle, 0, null, first, 1, null) == Libcrypto.Done
                && _library.CipherUpdate(handle, at, &written, at, text.Length) == Libcrypto.Done
                && written == text.Length;
        }
    }

    /// <summary>Everything of one message but the end: nonce, tag when opening, associated bytes, text.</summary>
    /// <returns>False when the library failed.</returns>
    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    public bool Begin(bool seals, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated, Span<byte> text)
    {
        int written;
        fixed (byte* first = nonce, code = tag, clear = associated, at = text)
        {
            // an update without input, as an empty span is, would mean something else
            return _library.CipherInit(handle, 0, null, first, seals ? 1 : 0, null) == Libcrypto.Done
                && (seals || _library.CipherControl(handle, Libcrypto.SetTag, tag.Length, code) == Libcrypto.Done)
                && (associated.IsEmpty || _library.CipherUpdate(handle, null, &written, clear, associated.Length) == Libcrypto.Done)
                && (text.IsEmpty
                    || (_library.CipherUpdate(handle, at, &written, at, text.Length) == Libcrypto.Done && written == text.Length));
        }
    }

    /// <summary>The end of one message, which checks the tag when opening.</summary>
    /// <returns>False when the tag is wrong, or the library failed.</returns>
    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    public bool End()
    {
        int written;
        var nothing = stackalloc byte[2 * CounterKey.BlockLength];   // a mode with a tag writes nothing here
        return _library.CipherFinal(handle, nothing, &written) == Libcrypto.Done && written == 0;
    }

    /// <summary>Writes the tag of the message that was just sealed.</summary>
    /// <returns>False when the library failed.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TakeTag(Span<byte> tag)
    {
        fixed (byte* code = tag) return _library.CipherControl(handle, Libcrypto.GetTag, tag.Length, code) == Libcrypto.Done;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        _library.CipherContextFree(handle);   // clears the key
        return true;
    }
}
