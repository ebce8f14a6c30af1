using System.Buffers.Binary;
using System.Security.Cryptography;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Protection;

/// <summary>A keyed authenticator over what a row holds (HMAC-SHA256, RFC 2104), so that a row altered from outside is told.</summary>
/// <remarks>
/// Each kind of row has a key of its own, derived from the root key: without that nobody makes one that holds.
/// <code>
///  root key version 1:        HMAC (32)
///  version 2 and later:       version, big-endian (4) | HMAC (32)
/// </code>
/// Safe from many threads.
/// </remarks>
internal sealed class RowAuthenticator(KeyRing ring)
{
    /// <summary>Length of an authenticator without its version.</summary>
    public const int Bytes = HMACSHA256.HashSizeInBytes;

    /// <summary>Which version of the root key an authenticator, or a wrapped key that begins likewise, is of.</summary>
    /// <param name="stored">As it is in the database.</param>
    /// <param name="bare">Its length in version 1.</param>
    public static int VersionOf(ReadOnlySpan<byte> stored, int bare = Bytes) =>
        stored.Length == bare + sizeof(int) ? BinaryPrimitives.ReadInt32BigEndian(stored) : 1;

    public byte[] Of(RowKind kind, in RowFields fields) => Of(kind, fields, ring.Current);

    /// <summary>Of a version that counts.</summary>
    public byte[] Of(RowKind kind, in RowFields fields, int version) => Of(
        kind, fields, ring.Find(version) ?? throw new InvalidOperationException($"The root key of version {version} is gone."));

    static byte[] Of(RowKind kind, in RowFields fields, RootKey root)
    {
        if (root.Version == 1) return HMACSHA256.HashData(root.RowKey(kind), fields.Written);
        var made = new byte[sizeof(int) + Bytes];
        BinaryPrimitives.WriteInt32BigEndian(made, root.Version);
        HMACSHA256.HashData(root.RowKey(kind), fields.Written, made.AsSpan(sizeof(int)));
        return made;
    }

    /// <summary>Whether an authenticator is of the present root key.</summary>
    public bool IsPresent(ReadOnlySpan<byte> stored) => VersionOf(stored) == ring.State.KeyVersion;

    /// <summary>Whether <paramref name="stored"/> is the authenticator of these fields; compares in constant time.</summary>
    public bool Matches(RowKind kind, in RowFields fields, ReadOnlySpan<byte> stored)
    {
        var version = VersionOf(stored);
        // a version is written in one way only
        if (stored.Length != (version == 1 ? Bytes : Bytes + sizeof(int))) return false;
        if (ring.Find(version) is not { } root) return false;
        Span<byte> right = stackalloc byte[Bytes];
        HMACSHA256.HashData(root.RowKey(kind), fields.Written, right);
        return CryptographicOperations.FixedTimeEquals(right, stored[^Bytes..]);
    }
}
