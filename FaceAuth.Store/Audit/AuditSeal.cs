using System.Security.Cryptography;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Says whether audit entries, heads, checkpoints and points are as this store wrote them, in their place.</summary>
internal sealed class AuditSeal(RowAuthenticator authenticator)
{
    const int UsualBytes = 1024;

    public byte[] Of(AuditRow entry)
    {
        using var fields = Write(entry);
        return authenticator.Of(RowKind.Audit, fields);
    }

    public byte[] Of(AuditNodeRow head)
    {
        using var fields = Write(head);
        return authenticator.Of(RowKind.AuditNode, fields);
    }

    public byte[] Of(AuditCheckpointRow checkpoint)
    {
        using var fields = Write(checkpoint);
        return authenticator.Of(RowKind.AuditCheckpoint, fields);
    }

    public byte[] Of(AuditPointRow point)
    {
        using var fields = Write(point);
        return authenticator.Of(RowKind.AuditPoint, fields);
    }

    public bool Holds(AuditRow entry)
    {
        // the hash stands for all fields of an entry in a chain
        if (entry.Node is not null && !CryptographicOperations.FixedTimeEquals(AuditEncoding.HashOf(entry), entry.Hash)) return false;
        using var fields = Write(entry);
        return authenticator.Matches(RowKind.Audit, fields, entry.Authenticator);
    }

    public bool Holds(AuditNodeRow head)
    {
        using var fields = Write(head);
        return authenticator.Matches(RowKind.AuditNode, fields, head.Authenticator);
    }

    public bool Holds(AuditCheckpointRow checkpoint)
    {
        using var fields = Write(checkpoint);
        return authenticator.Matches(RowKind.AuditCheckpoint, fields, checkpoint.Authenticator);
    }

    public bool Holds(AuditPointRow point)
    {
        using var fields = Write(point);
        return authenticator.Matches(RowKind.AuditPoint, fields, point.Authenticator);
    }

    static RowFields Write(AuditRow entry)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(entry.Id);
        if (entry.Node is not null)
        {
            fields.Add("chained");
            fields.Add(entry.Hash);
            return fields;
        }

        // as versions without chains wrote it
        fields.Add(entry.At);
        fields.Add(entry.Action);
        fields.Add(entry.Actor);
        fields.AddNullable(entry.SessionId);
        fields.AddNullable(entry.SubjectId);
        fields.AddNullable(entry.Details);
        return fields;
    }

    static RowFields Write(AuditNodeRow head)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(head.Node);
        fields.Add(head.Sequence);
        fields.Add(head.Hash);
        fields.Add(head.Checkpoints);
        fields.Add(head.SignedThrough);
        return fields;
    }

    static RowFields Write(AuditPointRow point)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(point.Node);
        fields.Add(point.Revision);
        fields.Add(point.Sequence);
        fields.Add(point.Hash);
        fields.Add(point.AgainSequence);
        fields.Add(point.AgainHash);
        fields.Add(point.At);
        return fields;
    }

    static RowFields Write(AuditCheckpointRow checkpoint)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add("row");
        fields.Add(AuditEncoding.SignedOf(checkpoint));
        fields.AddNullable(checkpoint.PublicKey);
        fields.Add(checkpoint.Signature);
        return fields;
    }
}
