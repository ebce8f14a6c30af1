using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Sessions;

/// <summary>Says whether a session is as this store wrote it.</summary>
/// <remarks>
/// All of the row but the verdict, which is signed by itself and which erasure takes away on its own. Safe from many threads.
/// </remarks>
internal sealed class SessionSeal(RowAuthenticator authenticator)
{
    const int UsualBytes = 1024;

    public byte[] Of(SessionRow session)
    {
        using var fields = Write(session);
        return authenticator.Of(RowKind.Session, fields);
    }

    public bool Holds(SessionRow session)
    {
        using var fields = Write(session);
        return authenticator.Matches(RowKind.Session, fields, session.Authenticator);
    }

    public static AlteredRow AsAltered(SessionRow session) =>
        new() { Kind = RowKind.Session, RowId = session.Id, SubjectId = session.SubjectId };

    static RowFields Write(SessionRow session)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(session.Id);
        fields.Add(session.Owner);
        fields.Add((int)session.Purpose);
        fields.AddNullable(session.SubjectId);
        fields.Add(session.Nonce);
        fields.Add(session.Policy);
        fields.Add((int)session.State);
        fields.Add(session.CreatedAt);
        fields.Add(session.ExpiresAt);
        fields.AddNullable(session.EndedAt);
        fields.AddNullable(session.Outcome);
        fields.AddNullable(session.Reasons);
        fields.AddNullable(session.ScoresJson);
        // not where there is none: the authenticators of earlier versions hold
        if (session.GroupId is { } group) fields.Add(group);
        if (session.SignInId is { } signIn) AddNamed(ref fields, "sign-in", signIn);
        if (session.KeyId is { } key) AddNamed(ref fields, "key", key);
        return fields;
    }

    /// <summary>With its name, so that none of what may be left out reads as another.</summary>
    static void AddNamed(ref RowFields fields, string name, Guid id)
    {
        fields.Add(name);
        fields.Add(id);
    }
}
