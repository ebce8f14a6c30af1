using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Protection;

/// <summary>The deployment's one secret, 256 bits.</summary>
/// <remarks>
/// It encrypts nothing itself: each use gets its own key, derived by HKDF-SHA256 (RFC 5869). Safe from many threads; zeroed on dispose.
/// </remarks>
internal sealed class MasterKey : IDisposable
{
    // pinned, so that the collector leaves no copies behind
    readonly byte[] _key = GC.AllocateArray<byte>(StoreOptions.MasterKeyBytes, pinned: true);

    public MasterKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != StoreOptions.MasterKeyBytes) throw new ArgumentException("A master key has 32 bytes.", nameof(key));
        key.CopyTo(_key);
    }

    /// <summary>Stored in the database to tell a wrong key at start; says nothing about the other derived keys.</summary>
    /// <remarks>It also says that every row has its authenticator: who cannot make it cannot have rows without one trusted.</remarks>
    public byte[] Check() => Check("FaceAuth master key check v2");

    /// <summary>As <see cref="Check()"/>, in databases of versions whose rows had no authenticators.</summary>
    public byte[] OldCheck() => Check("FaceAuth master key check v1");

    /// <summary>Key that the authenticators of one kind of row are made with; the caller zeroes it.</summary>
    public void DeriveRowKey(RowKind kind, Span<byte> key) => Derive(
        kind switch
        {
            RowKind.Template => "FaceAuth template row v1",
            RowKind.Session => "FaceAuth session row v1",
            RowKind.Audit => "FaceAuth audit row v1",
            RowKind.GroupMember => "FaceAuth group member row v1",
            RowKind.AuditNode => "FaceAuth audit head v1",
            RowKind.AuditCheckpoint => "FaceAuth audit checkpoint v1",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        },
        [], key);

    /// <summary>Key that the audit's addresses are sealed with; the caller zeroes it.</summary>
    public void DeriveAddressKey(Span<byte> key) => Derive("FaceAuth audit address v1", [], key);

    /// <summary>Key that wraps the subjects' keys; the caller zeroes it.</summary>
    public void DeriveWrapKey(Span<byte> key) => Derive("FaceAuth subject key wrap v1", [], key);

    /// <summary>Key that the transform of one generation and dimension is drawn from; the caller zeroes it.</summary>
    public void DeriveTransformKey(int generation, int dimension, Span<byte> key)
    {
        Span<byte> numbers = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(numbers, generation);
        BinaryPrimitives.WriteInt32BigEndian(numbers[4..], dimension);
        Derive("FaceAuth transform v1", numbers, key);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    public override string ToString() => "‹private›";

    byte[] Check(string use)
    {
        var check = new byte[32];
        Derive(use, [], check);
        return check;
    }

    void Derive(string use, ReadOnlySpan<byte> context, Span<byte> key)
    {
        Span<byte> info = stackalloc byte[64];
        var length = Encoding.UTF8.GetBytes(use, info);
        context.CopyTo(info[length..]);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, key, salt: [], info[..(length + context.Length)]);
    }
}
