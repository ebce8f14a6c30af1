using System.Security.Cryptography;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Protection;

/// <summary>A keyed authenticator over what a row holds (HMAC-SHA256, RFC 2104), so that a row altered from outside is told.</summary>
/// <remarks>
/// Each kind of row has a key of its own, derived from the master key: without that nobody makes one that holds. Safe from many threads;
/// zeroed on dispose.
/// </remarks>
internal sealed class RowAuthenticator : IDisposable
{
    /// <summary>Length of an authenticator.</summary>
    public const int Bytes = HMACSHA256.HashSizeInBytes;

    byte[][]? _keys;

    /// <summary>Derives the keys.</summary>
    public void Open(MasterKey master)
    {
        var keys = new byte[Enum.GetValues<RowKind>().Length][];
        foreach (var kind in Enum.GetValues<RowKind>())
        {
            // pinned, so that the collector leaves no copies behind
            keys[(int)kind] = GC.AllocateArray<byte>(Bytes, pinned: true);
            master.DeriveRowKey(kind, keys[(int)kind]);
        }

        _keys = keys;
    }

    public byte[] Of(RowKind kind, in RowFields fields) => HMACSHA256.HashData(KeyOf(kind), fields.Written);

    /// <summary>Whether <paramref name="stored"/> is the authenticator of these fields; compares in constant time.</summary>
    public bool Matches(RowKind kind, in RowFields fields, ReadOnlySpan<byte> stored)
    {
        Span<byte> right = stackalloc byte[Bytes];
        HMACSHA256.HashData(KeyOf(kind), fields.Written, right);
        return CryptographicOperations.FixedTimeEquals(right, stored);
    }

    public void Dispose()
    {
        foreach (var key in Interlocked.Exchange(ref _keys, null) ?? []) CryptographicOperations.ZeroMemory(key);
    }

    byte[] KeyOf(RowKind kind) => (_keys ?? throw new InvalidOperationException(
        "The store is not open: StoreInitializer.InitializeAsync has not run, or the store was closed."))[(int)kind];
}
