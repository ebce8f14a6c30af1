using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Where the host has no key of its own: a keyed authenticator, which only who has the master key can check.</summary>
internal sealed class StoreSigner(RowAuthenticator authenticator) : IAuditSigner
{
    public const string Id = "store";

    public string KeyId => Id;

    public string? PublicKey => null;

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        using var fields = Write(data);
        return authenticator.Of(RowKind.AuditCheckpoint, fields);
    }

    public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var fields = Write(data);
        return authenticator.Matches(RowKind.AuditCheckpoint, fields, signature);
    }

    static RowFields Write(ReadOnlySpan<byte> data)
    {
        var fields = new RowFields(data.Length + 64);
        fields.Add("signature");
        fields.Add(data);
        return fields;
    }
}
