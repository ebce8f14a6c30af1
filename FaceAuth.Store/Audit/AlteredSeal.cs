using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Says whether this store wrote down that a row was altered. Safe from many threads.</summary>
/// <remarks>Otherwise who can only write the database would write it down beforehand, and nobody would be told.</remarks>
internal sealed class AlteredSeal(RowAuthenticator authenticator)
{
    const int UsualBytes = 64;

    public byte[] Of(AlteredRow row)
    {
        using var fields = Write(row);
        return authenticator.Of(RowKind.Altered, fields);
    }

    public bool Holds(AlteredRow row)
    {
        using var fields = Write(row);
        return authenticator.Matches(RowKind.Altered, fields, row.Authenticator);
    }

    static RowFields Write(AlteredRow row)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add((int)row.Kind);
        fields.Add(row.RowId);
        fields.Add(row.Number);
        fields.AddNullable(row.SubjectId);
        fields.Add(row.FoundAt);
        return fields;
    }
}
