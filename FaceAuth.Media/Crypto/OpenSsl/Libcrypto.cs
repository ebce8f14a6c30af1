using System.Globalization;
using System.Runtime.InteropServices;

namespace FaceAuth.Media.Crypto.OpenSsl;

/// <summary>The functions of OpenSSL 3's libcrypto that are called, and the algorithms fetched from it; stays loaded.</summary>
/// <remarks>
/// <para>
/// Everything is an opaque handle, so that no layout of a structure is assumed. Function pointers instead of imports: the library may be
/// missing, or another. Safe from many threads.
/// </para>
/// <para>https://docs.openssl.org/3.0/man3/EVP_EncryptInit/ and https://docs.openssl.org/3.0/man3/EVP_DigestInit/</para>
/// </remarks>
internal sealed unsafe class Libcrypto
{
    /// <summary>The only name tried: OpenSSL 3's, whatever the minor version.</summary>
    public const string FileName = "libcrypto.so.3";

    /// <summary>What a function gives that did what it should.</summary>
    public const int Done = 1;

    /// <summary>EVP_CTRL_AEAD_GET_TAG.</summary>
    public const int GetTag = 0x10;

    /// <summary>EVP_CTRL_AEAD_SET_TAG.</summary>
    public const int SetTag = 0x11;

    // The host frees nothing at exit: threads may still be in the library then. .NET asks for the same.
    const ulong LoadConfig = 0x40, NoExitHandler = 0x80000;

    public readonly delegate* unmanaged<nint> CipherContextNew;
    public readonly delegate* unmanaged<nint, void> CipherContextFree;
    public readonly delegate* unmanaged<nint, int, int, void*, int> CipherControl;
    public readonly delegate* unmanaged<nint, nint, byte*, byte*, int, void*, int> CipherInit;
    public readonly delegate* unmanaged<nint, byte*, int*, byte*, int, int> CipherUpdate;
    public readonly delegate* unmanaged<nint, byte*, int*, int> CipherFinal;
    public readonly delegate* unmanaged<nint> DigestContextNew;
    public readonly delegate* unmanaged<nint, void> DigestContextFree;
    public readonly delegate* unmanaged<nint, nint, int> DigestContextCopy;
    public readonly delegate* unmanaged<nint, nint, void*, int> DigestInit;
    public readonly delegate* unmanaged<nint, byte*, nuint, int> DigestUpdate;
    public readonly delegate* unmanaged<nint, byte*, uint*, int> DigestFinal;
    public readonly delegate* unmanaged<void> ClearErrors;

    readonly delegate* unmanaged<nint, byte*, byte*, nint> _cipherFetch;
    readonly delegate* unmanaged<nint, byte*, byte*, nint> _digestFetch;

    /// <summary>Binds the functions of the library at <paramref name="library"/> and fetches the algorithms.</summary>
    /// <param name="library">Its handle.</param>
    /// <param name="find">Finds a function by name; 0 when it is not there.</param>
    /// <exception cref="LibcryptoException">It is another library, or an algorithm is missing; the message says which.</exception>
    public Libcrypto(nint library, Func<nint, string, nint> find)
    {
        // first of all the version: the functions below mean what they do here since 3.0
        var major = ((delegate* unmanaged<uint>)Find("OPENSSL_version_major"))();
        var minor = ((delegate* unmanaged<uint>)Find("OPENSSL_version_minor"))();
        var patch = ((delegate* unmanaged<uint>)Find("OPENSSL_version_patch"))();
        Version = string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}.{patch}");
        if (major != 3) throw new LibcryptoException($"{FileName} is of version {Version}");

        CipherContextNew = (delegate* unmanaged<nint>)Find("EVP_CIPHER_CTX_new");
        CipherContextFree = (delegate* unmanaged<nint, void>)Find("EVP_CIPHER_CTX_free");
        CipherControl = (delegate* unmanaged<nint, int, int, void*, int>)Find("EVP_CIPHER_CTX_ctrl");
        CipherInit = (delegate* unmanaged<nint, nint, byte*, byte*, int, void*, int>)Find("EVP_CipherInit_ex2");
        CipherUpdate = (delegate* unmanaged<nint, byte*, int*, byte*, int, int>)Find("EVP_CipherUpdate");
        CipherFinal = (delegate* unmanaged<nint, byte*, int*, int>)Find("EVP_CipherFinal_ex");
        DigestContextNew = (delegate* unmanaged<nint>)Find("EVP_MD_CTX_new");
        DigestContextFree = (delegate* unmanaged<nint, void>)Find("EVP_MD_CTX_free");
        DigestContextCopy = (delegate* unmanaged<nint, nint, int>)Find("EVP_MD_CTX_copy_ex");
        DigestInit = (delegate* unmanaged<nint, nint, void*, int>)Find("EVP_DigestInit_ex2");
        DigestUpdate = (delegate* unmanaged<nint, byte*, nuint, int>)Find("EVP_DigestUpdate");
        DigestFinal = (delegate* unmanaged<nint, byte*, uint*, int>)Find("EVP_DigestFinal_ex");
        ClearErrors = (delegate* unmanaged<void>)Find("ERR_clear_error");
        _cipherFetch = (delegate* unmanaged<nint, byte*, byte*, nint>)Find("EVP_CIPHER_fetch");
        _digestFetch = (delegate* unmanaged<nint, byte*, byte*, nint>)Find("EVP_MD_fetch");

        var init = (delegate* unmanaged<ulong, void*, int>)Find("OPENSSL_init_crypto");
        if (init(LoadConfig | NoExitHandler, null) != Done) throw Fault("cannot be initialised");
        Gcm = Fetch(_cipherFetch, "AES-128-GCM"u8, "AES-128-GCM");
        Counter = Fetch(_cipherFetch, "AES-128-CTR"u8, "AES-128-CTR");
        Sha1 = Fetch(_digestFetch, "SHA1"u8, "SHA1");

        nint Find(string name) =>
            find(library, name) is var address and not 0 ? address : throw new LibcryptoException($"{FileName} has no {name}");
    }

    /// <summary>"3.0.19".</summary>
    public string Version { get; }

    /// <summary>EVP_CIPHER of AES-128-GCM.</summary>
    public nint Gcm { get; }

    /// <summary>EVP_CIPHER of AES-128-CTR.</summary>
    public nint Counter { get; }

    /// <summary>EVP_MD of SHA-1.</summary>
    public nint Sha1 { get; }

    /// <summary>Loads it from where the system keeps its libraries.</summary>
    /// <exception cref="LibcryptoException">It is not there or not what it should be; the message says why.</exception>
    public static Libcrypto Load()
    {
        // elsewhere .NET does not bring OpenSSL either, and a macOS program that loads the system's libcrypto is ended
        if (!OperatingSystem.IsLinux()) throw new LibcryptoException("this is not Linux");
        return NativeLibrary.TryLoad(FileName, out var library)
            ? new Libcrypto(library, Export) : throw new LibcryptoException($"{FileName} is not there");
    }

    /// <summary>An exported function's address, or 0.</summary>
    internal static nint Export(nint library, string name) => NativeLibrary.TryGetExport(library, name, out var address) ? address : 0;

    /// <summary>What to throw when a call failed, with the thread's queue of errors emptied for whoever calls OpenSSL next.</summary>
    public LibcryptoException Fault(string what)
    {
        ClearErrors();
        return new LibcryptoException($"OpenSSL {Version} {what}");
    }

    nint Fetch(delegate* unmanaged<nint, byte*, byte*, nint> fetch, ReadOnlySpan<byte> terminated, string name)
    {
        fixed (byte* pointer = terminated)   // a literal has a zero behind it
            return fetch(0, pointer, null) is var algorithm and not 0 ? algorithm : throw Fault($"has no {name}");
    }
}
