using System.Security.Cryptography;
using System.Text;

namespace FaceAuth.Store.Protection;

/// <summary>Seals where an audit entry's request came from, bound to the entry's place in its chain.</summary>
/// <remarks>
/// One random key for all, which <see cref="AddressKeys"/> keeps: what is sealed is under the chain's hashes, so that no rotation can seal
/// it anew. Random nonces are safe for 2³² entries. Safe from many threads; zeroed on dispose.
/// </remarks>
internal sealed class AddressSeal : IDisposable
{
    byte[]? _key;

    static ReadOnlySpan<byte> Label => "FaceAuth audit origin v1"u8;

    static ReadOnlySpan<byte> PlaceLabel => "FaceAuth sign-in place v1"u8;

    public void Open(ReadOnlySpan<byte> key)
    {
        // pinned, so that the collector leaves no copies behind
        var copy = GC.AllocateArray<byte>(Envelope.KeyBytes, pinned: true);
        key.CopyTo(copy);
        CryptographicOperations.ZeroMemory(Interlocked.Exchange(ref _key, copy));
    }

    public byte[] Seal(ReadOnlySpan<byte> plain, string node, long sequence) => Envelope.Seal(Key, plain, Bound(node, sequence));

    /// <summary>What was sealed; null when the key, the place or any bit is another.</summary>
    public byte[]? TryOpen(ReadOnlySpan<byte> envelope, string node, long sequence)
    {
        if (envelope.Length < Envelope.Overhead) return null;
        var plain = new byte[envelope.Length - Envelope.Overhead];
        return Envelope.TryOpen(Key, envelope, Bound(node, sequence), plain) ? plain : null;
    }

    /// <summary>A keyed hash of where an account is signed in to from, under a key of its own.</summary>
    public byte[] HashOf(ReadOnlySpan<byte> place)
    {
        Span<byte> key = stackalloc byte[Envelope.KeyBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, Key, key, PlaceLabel);
        var hash = HMACSHA256.HashData(key, place);
        CryptographicOperations.ZeroMemory(key);
        return hash;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(Interlocked.Exchange(ref _key, null));

    static byte[] Bound(string node, long sequence) => [.. Label, .. Encoding.UTF8.GetBytes($"\n{node}\n{sequence}")];

    byte[] Key => _key ?? throw new InvalidOperationException(
        "The store is not open: StoreInitializer.InitializeAsync has not run, or the store was closed.");
}
