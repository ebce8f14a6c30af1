using System.Text;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Templates;

/// <summary>Says whether a stored template is as this store wrote it: nothing else may be compared.</summary>
/// <remarks>
/// The authenticator covers the vector and whose it is: a row copied to another subject, owner, name, model or generation does not hold.
/// Safe from many threads.
/// </remarks>
internal sealed class TemplateSeal(RowAuthenticator authenticator)
{
    // beside the vector: numbers, ids, and three texts of usual length
    const int OthersBytes = 512;

    const int NamedBytes = 1 + PersonalSeal.HashBytes;

    public byte[] Of(TemplateFields template)
    {
        using var fields = Write(template, Named(template.NameHash, stackalloc byte[NamedBytes]));
        return authenticator.Of(RowKind.Template, fields);
    }

    /// <summary>What versions that had the name in clear made, made anew over its hash; null where that does not hold.</summary>
    public byte[]? Renamed(TemplateFields template, string clearName)
    {
        if (!Holds(template, Encoding.UTF8.GetBytes(clearName))) return null;
        using var fields = Write(template, Named(template.NameHash, stackalloc byte[NamedBytes]));
        // which root key made it also says by which the vector was transformed
        return authenticator.Of(RowKind.Template, fields, template.Transform.KeyVersion);
    }

    /// <summary>Whether it holds: length, norm and authenticator.</summary>
    public bool Holds(TemplateFields template) =>
        template.NameHash is not null && Holds(template, Named(template.NameHash, stackalloc byte[NamedBytes]));

    bool Holds(TemplateFields template, ReadOnlySpan<byte> name)
    {
        if (template.Protected.Length == 0 || template.Protected.Length != (long)template.Dimension * sizeof(float)) return false;
        using var fields = Write(template, name);
        return authenticator.Matches(RowKind.Template, fields, template.Authenticator) && TemplateRules.IsStoredUnit(template.Vector);
    }

    // no name begins with NUL, so that a hash is never read as one
    static ReadOnlySpan<byte> Named(byte[]? hash, Span<byte> named)
    {
        named.Clear();
        if (hash is { Length: PersonalSeal.HashBytes }) hash.CopyTo(named[1..]);
        return named;
    }

    internal static RowFields Write(TemplateFields template, scoped ReadOnlySpan<byte> name)
    {
        var fields = new RowFields(OthersBytes + template.Protected.Length);
        fields.Add(template.Id);
        fields.Add(template.SubjectId);
        fields.Add(template.Owner);
        fields.Add(name);
        fields.Add(template.ModelId);
        fields.Add(template.Generation);
        fields.Add(template.Dimension);
        fields.Add((int)template.Origin);
        fields.Add(template.Quality);
        fields.Add(template.CreatedAt);
        fields.Add(template.Protected);
        return fields;
    }
}
