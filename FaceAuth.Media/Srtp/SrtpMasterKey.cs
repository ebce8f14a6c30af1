using System.Security.Cryptography;

namespace FaceAuth.Media.Srtp;

/// <summary>Master key and salt of one direction (RFC 3711 §3.2.1). Owns its bytes and clears them when disposed.</summary>
internal sealed class SrtpMasterKey : IDisposable
{
    /// <summary>Length of every master key here, in bytes: both profiles are AES-128.</summary>
    public const int KeyLength = 16;

    readonly byte[] _key;
    readonly byte[] _salt;

    /// <summary>Copies key and salt.</summary>
    /// <exception cref="ArgumentException">A length does not fit the profile.</exception>
    public SrtpMasterKey(SrtpProfile profile, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        if (key.Length != KeyLength) throw new ArgumentException("An SRTP master key here is 16 bytes.", nameof(key));
        if (salt.Length != SaltLength(profile)) throw new ArgumentException("The salt's length does not fit the profile.", nameof(salt));
        Profile = profile;
        _key = key.ToArray();
        _salt = salt.ToArray();
    }

    /// <summary>The profile that the key is for.</summary>
    public SrtpProfile Profile { get; }

    /// <summary>16 bytes.</summary>
    public ReadOnlySpan<byte> Key => _key;

    /// <summary>14 bytes for counter mode, 12 for GCM.</summary>
    public ReadOnlySpan<byte> Salt => _salt;

    /// <summary>Length of the salt in bytes (RFC 5764 §4.1.2, RFC 7714 §12).</summary>
    public static int SaltLength(SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        CryptographicOperations.ZeroMemory(_salt);
    }
}
