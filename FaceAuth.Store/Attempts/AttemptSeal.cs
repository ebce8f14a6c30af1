using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Attempts;

/// <summary>Says whether a count of failed attempts is one that this store wrote.</summary>
/// <remarks>All of it is covered, so that nobody who can only write the database makes it smaller. Safe from many threads.</remarks>
internal sealed class AttemptSeal(RowAuthenticator authenticator)
{
    const int UsualBytes = 160;

    public byte[] Of(FaceAttemptRow row)
    {
        using var fields = Write(row);
        return authenticator.Of(RowKind.FaceAttempt, fields);
    }

    public bool Holds(FaceAttemptRow row)
    {
        if (!IsHoldersOwn(row)) return false;
        using var fields = Write(row);
        return authenticator.Matches(RowKind.FaceAttempt, fields, row.Authenticator);
    }

    public bool IsPresent(byte[] stored) => authenticator.IsPresent(stored);

    public static AlteredRow AsAltered(FaceAttemptRow row) =>
        new() { Kind = RowKind.FaceAttempt, RowId = row.Id, SubjectId = row.SubjectId };

    /// <summary>What a count goes with is its holder, which is covered: nobody has it go with somebody else.</summary>
    static bool IsHoldersOwn(FaceAttemptRow row)
    {
        var holder = Guid.TryParseExact(row.Holder, "N", out var id) ? id : (Guid?)null;
        return row.SubjectId == (row.Scope == AttemptScope.Subject ? holder : null)
            && row.UserId == (row.Scope == AttemptScope.Account ? holder : null);
    }

    static RowFields Write(FaceAttemptRow row)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(row.Id);
        fields.Add((int)row.Scope);
        fields.Add(row.Holder);
        fields.Add((int)row.Purpose);
        fields.Add(row.Rank);
        fields.Add(row.Failures);
        fields.Add(row.TriedAt);
        fields.Add(row.CountedAt);
        fields.AddNullable(row.WalledAt);
        return fields;
    }
}
