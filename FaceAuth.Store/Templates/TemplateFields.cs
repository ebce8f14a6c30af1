using System.Linq.Expressions;
using System.Runtime.InteropServices;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;

namespace FaceAuth.Store.Templates;

/// <summary>All of a stored template that its authenticator covers, with whose it is. Not to be compared before it was checked.</summary>
internal sealed record TemplateFields(
    Guid Id, Guid SubjectId, string Owner, byte[]? NameHash, string ModelId, int Generation, int Dimension, TemplateOrigin Origin,
    float Quality, DateTimeOffset CreatedAt, byte[] Protected, byte[] Authenticator)
{
    /// <summary>What a query selects.</summary>
    public static readonly Expression<Func<TemplateRow, TemplateFields>> Selected = t => new TemplateFields(
        t.Id, t.SubjectId, t.Subject!.Owner, t.Subject.NameHash, t.ModelId, t.Generation, t.Dimension, t.Origin,
        t.Quality, t.CreatedAt, t.Protected, t.Authenticator);

    /// <summary>As <see cref="Selected"/>, where the query asks for one owner and model: those are not read again with each row.</summary>
    public static Expression<Func<TemplateRow, TemplateFields>> SelectedOf(IndexKey key)
    {
        var (owner, model) = (key.Owner, key.Model);
        return t => new TemplateFields(
            t.Id, t.SubjectId, owner, t.Subject!.NameHash, model, t.Generation, t.Dimension, t.Origin,
            t.Quality, t.CreatedAt, t.Protected, t.Authenticator);
    }

    /// <summary>The transformed vector.</summary>
    public ReadOnlySpan<float> Vector => MemoryMarshal.Cast<byte, float>(Protected);

    /// <summary>What transformed it, if its authenticator holds.</summary>
    public TransformId Transform => new(RowAuthenticator.VersionOf(Authenticator), Generation);

    /// <summary>Of a row in memory.</summary>
    public static TemplateFields Of(TemplateRow row, string owner, byte[]? nameHash) => new(
        row.Id, row.SubjectId, owner, nameHash, row.ModelId, row.Generation, row.Dimension, row.Origin,
        row.Quality, row.CreatedAt, row.Protected, row.Authenticator);

    public AlteredRow AsAltered() => new() { Kind = RowKind.Template, RowId = Id, SubjectId = SubjectId };

    public override string ToString() => $"TemplateFields {{ Id = {Id} }}";
}
