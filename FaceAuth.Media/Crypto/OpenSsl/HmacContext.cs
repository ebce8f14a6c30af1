using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FaceAuth.Media.Crypto.OpenSsl;

/// <summary>Three EVP_MD_CTX: SHA-1 behind the first inner and the first outer block, and the one that runs; owns them.</summary>
/// <remarks>
/// Copying what is behind the keyed blocks takes 1.0 µs for 1200 bytes, hashing those blocks anew or EVP_MAC 1.1, the low-level SHA1
/// functions 0.9 (OpenSSL 3.0). The last are left alone: they are deprecated and pass by a FIPS provider.
/// </remarks>
internal sealed unsafe class HmacContext : SafeHandle
{
    const int MaxDigest = 64;   // EVP_MAX_MD_SIZE

    readonly Libcrypto _library;
    nint _inner;
    nint _outer;

    /// <summary>Makes them.</summary>
    /// <param name="library">Where they live.</param>
    /// <param name="inner">The keyed block of the inner hash.</param>
    /// <param name="outer">The same of the outer hash.</param>
    /// <exception cref="LibcryptoException">It failed, as when memory is out.</exception>
    public HmacContext(Libcrypto library, ReadOnlySpan<byte> inner, ReadOnlySpan<byte> outer)
        : base(0, ownsHandle: true)
    {
        _library = library;
        SetHandle(library.DigestContextNew());
        if (IsInvalid) throw library.Fault("gave no digest context");
        _inner = Begin(inner);
        _outer = Begin(outer);
        GC.KeepAlive(this);   // no finalizer before these calls are over
        if (_inner != 0 && _outer != 0) return;
        Dispose();
        throw library.Fault("took no key");
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Writes the code of <paramref name="message"/>.</summary>
    /// <returns>False when the library failed; nothing is written then.</returns>
    // apart from the try-finally of its caller, within which the JIT makes no direct calls to native code
    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    public bool Compute(ReadOnlySpan<byte> message, Span<byte> code)
    {
        var digest = stackalloc byte[MaxDigest];
        uint length;
        bool isDone;
        fixed (byte* at = message)
        {
            isDone = _library.DigestContextCopy(handle, _inner) == Libcrypto.Done
                && (message.IsEmpty || _library.DigestUpdate(handle, at, (nuint)message.Length) == Libcrypto.Done)
                && _library.DigestFinal(handle, digest, &length) == Libcrypto.Done && length == MacKey.Length
                && _library.DigestContextCopy(handle, _outer) == Libcrypto.Done
                && _library.DigestUpdate(handle, digest, MacKey.Length) == Libcrypto.Done
                && _library.DigestFinal(handle, digest, &length) == Libcrypto.Done && length == MacKey.Length;
        }

        if (isDone) new ReadOnlySpan<byte>(digest, MacKey.Length).CopyTo(code);
        return isDone;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        _library.DigestContextFree(handle);   // clears what it knows of the key
        if (_inner != 0) _library.DigestContextFree(_inner);
        if (_outer != 0) _library.DigestContextFree(_outer);
        (_inner, _outer) = (0, 0);
        return true;
    }

    nint Begin(ReadOnlySpan<byte> block)
    {
        var context = _library.DigestContextNew();
        if (context == 0) return 0;
        fixed (byte* at = block)
        {
            if (_library.DigestInit(context, _library.Sha1, null) == Libcrypto.Done
                && _library.DigestUpdate(context, at, (nuint)block.Length) == Libcrypto.Done) return context;
        }

        _library.DigestContextFree(context);
        return 0;
    }
}
