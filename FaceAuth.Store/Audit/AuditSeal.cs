using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Says whether an audit entry is as this store wrote it, in its place.</summary>
internal sealed class AuditSeal(RowAuthenticator authenticator)
{
    const int UsualBytes = 1024;

    public byte[] Of(AuditRow entry)
    {
        using var fields = Write(entry);
        return authenticator.Of(RowKind.Audit, fields);
    }

    public bool Holds(AuditRow entry)
    {
        using var fields = Write(entry);
        return authenticator.Matches(RowKind.Audit, fields, entry.Authenticator);
    }

    static RowFields Write(AuditRow entry)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(entry.Id);
        fields.Add(entry.At);
        fields.Add(entry.Action);
        fields.Add(entry.Actor);
        fields.AddNullable(entry.SessionId);
        fields.AddNullable(entry.SubjectId);
        fields.AddNullable(entry.Details);
        return fields;
    }
}
