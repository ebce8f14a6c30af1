using System.Security.Cryptography;
using System.Text;

namespace FaceAuth.Store.Protection;

/// <summary>Seals what is personal and not searched by, and hashes what is searched by, under keys of one random key.</summary>
/// <remarks>
/// <see cref="PersonalKeys"/> keeps that key. It outlives rotations, which wrap it anew, so that a name is found by one look-up at all
/// times. Random nonces are safe for 2³² texts of a kind. Safe from many threads; zeroed on dispose.
/// </remarks>
internal sealed class PersonalSeal : IDisposable
{
    /// <summary>Length of a hash.</summary>
    public const int HashBytes = HMACSHA256.HashSizeInBytes;

    static readonly PersonalKind[] Kinds = Enum.GetValues<PersonalKind>();

    // for each kind the key of its hashes and the one that seals it
    byte[][]? _keys;

    public void Open(ReadOnlySpan<byte> key)
    {
        var keys = new byte[2 * Kinds.Length][];
        foreach (var kind in Kinds)
        {
            keys[2 * (int)kind] = Derive(key, $"FaceAuth {kind} lookup v1");
            keys[2 * (int)kind + 1] = Derive(key, $"FaceAuth {kind} seal v1");
        }

        Forget(Interlocked.Exchange(ref _keys, keys));
    }

    /// <summary>What a text is found by: HMAC-SHA256 over it and whose it is.</summary>
    public byte[] Hash(PersonalKind kind, string text, string owner = "")
    {
        using var fields = new RowFields(256);
        fields.Add(owner);
        fields.Add(text);
        return Hash(kind, fields);
    }

    /// <summary>HMAC-SHA256 over fields.</summary>
    public byte[] Hash(PersonalKind kind, in RowFields fields) => HMACSHA256.HashData(Keys[2 * (int)kind], fields.Written);

    /// <summary>Seals a text, bound to its row and to what else <paramref name="bound"/> says.</summary>
    public byte[] Seal(PersonalKind kind, Guid row, string text, string bound = "") =>
        SealedText.Seal(Keys[2 * (int)kind + 1], text, Bound(kind, row, bound));

    /// <summary>What was sealed; null when the key, the row or any bit is another.</summary>
    public string? TryOpen(PersonalKind kind, Guid row, byte[]? envelope, string bound = "") =>
        envelope is null ? null : SealedText.TryOpen(Keys[2 * (int)kind + 1], envelope, Bound(kind, row, bound));

    /// <summary>Seals bytes, bound as <see cref="Seal"/> binds.</summary>
    public byte[] SealBytes(PersonalKind kind, Guid row, ReadOnlySpan<byte> plain, string bound) =>
        Envelope.Seal(Keys[2 * (int)kind + 1], plain, Bound(kind, row, bound));

    /// <summary>What <see cref="SealBytes"/> sealed; null when the key, what it is bound to or any bit is another.</summary>
    public byte[]? TryOpenBytes(PersonalKind kind, Guid row, byte[] envelope, string bound)
    {
        if (envelope.Length < Envelope.Overhead) return null;
        var plain = new byte[envelope.Length - Envelope.Overhead];
        return Envelope.TryOpen(Keys[2 * (int)kind + 1], envelope, Bound(kind, row, bound), plain) ? plain : null;
    }

    public void Dispose() => Forget(Interlocked.Exchange(ref _keys, null));

    static byte[] Bound(PersonalKind kind, Guid row, string bound) => Encoding.UTF8.GetBytes($"FaceAuth {kind} v1\n{row:N}\n{bound}");

    static byte[] Derive(ReadOnlySpan<byte> key, string use)
    {
        // pinned, so that the collector leaves no copies behind
        var derived = GC.AllocateArray<byte>(Envelope.KeyBytes, pinned: true);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt: [], Encoding.UTF8.GetBytes(use));
        return derived;
    }

    static void Forget(byte[][]? keys)
    {
        foreach (var key in keys ?? []) CryptographicOperations.ZeroMemory(key);
    }

    byte[][] Keys => _keys ?? throw new InvalidOperationException(
        "The store is not open: StoreInitializer.InitializeAsync has not run, or the store was closed.");
}
