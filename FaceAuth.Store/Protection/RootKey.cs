using System.Security.Cryptography;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Protection;

/// <summary>One version of the root key with the keys of the rows' authenticators. Zeroed on dispose.</summary>
internal sealed class RootKey : IDisposable
{
    readonly byte[][] _rowKeys;

    /// <summary>Takes the secret over.</summary>
    public RootKey(int version, MasterKey secret)
    {
        (Version, Secret) = (version, secret);
        _rowKeys = new byte[Enum.GetValues<RowKind>().Length][];
        foreach (var kind in Enum.GetValues<RowKind>())
        {
            // pinned, so that the collector leaves no copies behind
            _rowKeys[(int)kind] = GC.AllocateArray<byte>(RowAuthenticator.Bytes, pinned: true);
            secret.DeriveRowKey(kind, _rowKeys[(int)kind]);
        }
    }

    public int Version { get; }

    public MasterKey Secret { get; }

    public byte[] RowKey(RowKind kind) => _rowKeys[(int)kind];

    public void Dispose()
    {
        foreach (var key in _rowKeys) CryptographicOperations.ZeroMemory(key);
        Secret.Dispose();
    }

    public override string ToString() => $"RootKey {{ Version = {Version} }}";
}
