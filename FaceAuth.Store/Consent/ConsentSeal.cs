using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Consent;

/// <summary>Says whether a consent is one that this store wrote down. Safe from many threads.</summary>
internal sealed class ConsentSeal(RowAuthenticator authenticator)
{
    const int UsualBytes = 512;

    public byte[] Of(ConsentRow consent)
    {
        using var fields = Write(consent);
        return authenticator.Of(RowKind.Consent, fields);
    }

    public bool Holds(ConsentRow consent)
    {
        using var fields = Write(consent);
        return authenticator.Matches(RowKind.Consent, fields, consent.Authenticator);
    }

    public static AlteredRow AsAltered(ConsentRow consent) =>
        new() { Kind = RowKind.Consent, RowId = consent.Id, SubjectId = consent.SubjectId };

    static RowFields Write(ConsentRow consent)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(consent.Id);
        fields.Add(consent.SubjectId);
        fields.Add(consent.Version);
        fields.AddNullable(consent.Language);
        fields.Add(consent.GivenAt);
        fields.Add(consent.By);
        fields.Add(consent.SessionId);
        return fields;
    }
}
