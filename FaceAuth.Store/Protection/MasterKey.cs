using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Protection;

/// <summary>The deployment's one secret, 256 bits, or a root key.</summary>
/// <remarks>
/// The root key is that secret at first, and a random one after a rotation.
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
    /// <remarks>
    /// It also says that every row has its authenticator, and that of the keys' state: who cannot make it cannot have those without one
    /// trusted.
    /// </remarks>
    public byte[] Check() => Check("FaceAuth master key check v3");

    /// <summary>As <see cref="Check()"/>, in databases of versions that kept no state of the keys.</summary>
    public byte[] StatelessCheck() => Check("FaceAuth master key check v2");

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
            RowKind.JobRun => "FaceAuth job run row v1",
            RowKind.Subject => "FaceAuth subject row v1",
            RowKind.Account => "FaceAuth account row v1",
            RowKind.Passkey => "FaceAuth passkey row v1",
            RowKind.Webhook => "FaceAuth webhook row v1",
            RowKind.WebhookDelivery => "FaceAuth webhook delivery row v1",
            RowKind.FaceAttempt => "FaceAuth face attempt row v1",
            RowKind.ApiKey => "FaceAuth API key row v1",
            RowKind.Consent => "FaceAuth consent row v1",
            RowKind.AccountFace => "FaceAuth account face v1",
            RowKind.SignIn => "FaceAuth sign-in row v1",
            RowKind.AuditPoint => "FaceAuth audit point v1",
            RowKind.Altered => "FaceAuth altered row v1",
            RowKind.Review => "FaceAuth review row v1",
            RowKind.Course => "FaceAuth session course row v1",
            RowKind.ReviewPicture => "FaceAuth review picture row v1",
            RowKind.SessionPlace => "FaceAuth session place row v1",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        },
        [], key);

    /// <summary>Key that wraps the key of the audit's addresses; the caller zeroes it.</summary>
    public void DeriveAddressWrapKey(Span<byte> key) => Derive("FaceAuth audit address key wrap v1", [], key);

    /// <summary>Key that wraps the key of names and verdicts; the caller zeroes it.</summary>
    public void DerivePersonalWrapKey(Span<byte> key) => Derive("FaceAuth personal key wrap v1", [], key);

    /// <summary>Key that wraps the subjects' keys; the caller zeroes it.</summary>
    public void DeriveWrapKey(Span<byte> key) => Derive("FaceAuth subject key wrap v1", [], key);

    /// <summary>Key that wraps a root key for who has this one: its master key, or while a rotation runs the root key before it.</summary>
    public void DeriveRootWrapKey(bool isHandover, Span<byte> key) =>
        Derive(isHandover ? "FaceAuth root key handover v1" : "FaceAuth root key wrap v1", [], key);

    /// <summary>Key of the authenticator over the keys' state; the caller zeroes it.</summary>
    public void DeriveStateKey(Span<byte> key) => Derive("FaceAuth protection state v1", [], key);

    /// <summary>Whether both are the same secret; compares in constant time.</summary>
    public bool Is(MasterKey other) => CryptographicOperations.FixedTimeEquals(_key, other._key);

    /// <summary>Another that holds the same secret.</summary>
    public MasterKey Copy() => new(_key);

    /// <summary>A random one.</summary>
    public static MasterKey Random()
    {
        Span<byte> key = stackalloc byte[StoreOptions.MasterKeyBytes];
        RandomNumberGenerator.Fill(key);
        var made = new MasterKey(key);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }

    /// <summary>This root key, sealed for who has <paramref name="holder"/>.</summary>
    public byte[] WrapFor(MasterKey holder, int version, bool isHandover)
    {
        Span<byte> wrapKey = stackalloc byte[Envelope.KeyBytes];
        Span<byte> bound = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bound, version);
        holder.DeriveRootWrapKey(isHandover, wrapKey);
        var wrapped = Envelope.Seal(wrapKey, _key, bound);
        CryptographicOperations.ZeroMemory(wrapKey);
        return wrapped;
    }

    /// <summary>Opens what <see cref="WrapFor"/> made for this key; null when it is another's, or was altered.</summary>
    public MasterKey? TryUnwrap(ReadOnlySpan<byte> wrapped, int version, bool isHandover)
    {
        Span<byte> wrapKey = stackalloc byte[Envelope.KeyBytes];
        Span<byte> bound = stackalloc byte[sizeof(int)];
        Span<byte> root = stackalloc byte[StoreOptions.MasterKeyBytes];
        BinaryPrimitives.WriteInt32BigEndian(bound, version);
        DeriveRootWrapKey(isHandover, wrapKey);
        try
        {
            return Envelope.TryOpen(wrapKey, wrapped, bound, root) ? new(root) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapKey);
            CryptographicOperations.ZeroMemory(root);
        }
    }

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
