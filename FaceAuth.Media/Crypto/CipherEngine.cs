using FaceAuth.Media.Crypto.Managed;
using FaceAuth.Media.Crypto.OpenSsl;

namespace FaceAuth.Media.Crypto;

/// <summary>Makes the keyed primitives that media run on: AES-GCM, AES in counter mode, HMAC-SHA1.</summary>
/// <remarks>
/// <para>
/// <b>In and out.</b> A primitive takes its key once and then works in place on the caller's bytes. It keeps none of them, allocates no
/// managed memory (but .NET's own on a forgery), and takes at most <see cref="MaxText"/> bytes at once. Where a tag is wrong, or deciphering
/// fails, no deciphered text is left.
/// </para>
/// <para>
/// <b>Owners.</b> Whoever makes a primitive disposes it; native memory is freed then, or by the finalizer if that was forgotten. Disposed
/// during a call on another thread, it is freed behind that call; later calls throw <see cref="ObjectDisposedException"/>.
/// </para>
/// <para><b>Threads.</b> An engine may be used by many threads, a primitive by one at a time.</para>
/// </remarks>
internal abstract class CipherEngine
{
    /// <summary>Most bytes that a primitive takes at once: where the block counter of RFC 3711 §4.1.1 ends.</summary>
    public const int MaxText = 1 << 20;

    /// <summary>Length of every AES key here, in bytes.</summary>
    public const int AesKeyLength = 16;

    /// <summary>.NET's own ciphers, which are everywhere.</summary>
    public static CipherEngine Managed { get; } = new ManagedEngine();

    /// <summary>The fastest that works here.</summary>
    public static CipherEngine Best => Choose(useOpenSsl: true);

    /// <summary>What it is, for people: name and version.</summary>
    public abstract string Name { get; }

    /// <summary>OpenSSL's libcrypto where that is wanted, found and proven; otherwise <see cref="Managed"/>.</summary>
    public static CipherEngine Choose(bool useOpenSsl) => useOpenSsl ? OpenSslEngine.Found ?? Managed : Managed;

    /// <summary>What <see cref="Choose"/> gives, for people, and where OpenSSL is wanted and missing, why.</summary>
    public static string Describe(bool useOpenSsl)
    {
        var chosen = Choose(useOpenSsl);
        return useOpenSsl && chosen == Managed ? $"{chosen.Name}, since {OpenSslEngine.WhyNot}" : chosen.Name;
    }

    /// <summary>AES-128-GCM under <paramref name="key"/>, which is copied.</summary>
    /// <exception cref="ArgumentException">The key is not 16 bytes.</exception>
    public abstract GcmKey CreateGcm(ReadOnlySpan<byte> key);

    /// <summary>AES-128 in counter mode under <paramref name="key"/>, which is copied.</summary>
    /// <exception cref="ArgumentException">The key is not 16 bytes.</exception>
    public abstract CounterKey CreateCounter(ReadOnlySpan<byte> key);

    /// <summary>HMAC-SHA1 under <paramref name="key"/>, which is copied.</summary>
    /// <exception cref="ArgumentException">The key is longer than 64 bytes.</exception>
    public abstract MacKey CreateMac(ReadOnlySpan<byte> key);
}
