using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Subjects;

namespace FaceAuth.Store.Templates;

/// <summary>Makes rows of plain templates: transformed for comparing, and sealed under their subject's key.</summary>
internal sealed class TemplateSealer(TemplateKeys keys, TemplateSeal seal, NameSeal names, TimeProvider clock)
{
    /// <summary>Whether a subject is still whose it was made for: what is sealed here says so ever after.</summary>
    public bool IsGenuine(SubjectRow subject) => names.TryOpen(
        new(subject.Id, subject.Owner, subject.NameHash, subject.SealedName, subject.WrappedKey, subject.CreatedAt, 0, null)) is not null;

    /// <exception cref="StoreException">The subject's key, name or owner was changed.</exception>
    public List<TemplateRow> Seal(SubjectRow subject, IReadOnlyList<FaceTemplate> templates)
    {
        var now = clock.GetUtcNow();
        // on the stack, of which a collection makes no copies
        Span<byte> key = stackalloc byte[Envelope.KeyBytes];
        try
        {
            if (!keys.TryUnwrap(subject.Id, subject.WrappedKey, key))
                throw new StoreException(
                    $"The key of subject {subject.Id} was changed in the database. Erase the subject and enrol it again.");
            if (!IsGenuine(subject))
                throw new StoreException(
                    $"The name or the owner of subject {subject.Id} was changed in the database. Erase the subject and enrol it again.");
            var rows = new List<TemplateRow>(templates.Count);
            foreach (var template in templates) rows.Add(Seal(subject, key, template, now));
            return rows;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    TemplateRow Seal(SubjectRow subject, ReadOnlySpan<byte> key, FaceTemplate template, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var vector = template.Vector.Span;
        var transformed = new byte[vector.Length * sizeof(float)];
        keys.Transform(keys.Current, vector.Length).Apply(vector, MemoryMarshal.Cast<byte, float>(transformed.AsSpan()));
        var row = new TemplateRow
        {
            Id = id,
            SubjectId = subject.Id,
            ModelId = template.ModelId,
            Generation = keys.Current.Generation,
            Dimension = vector.Length,
            Protected = transformed,
            Sealed = SealedVector.Seal(key, new(subject.Id, id, template.ModelId), vector),
            Quality = template.Quality,
            Origin = template.Origin,
            CreatedAt = now,
        };
        row.Authenticator = seal.Of(TemplateFields.Of(row, subject.Owner, subject.NameHash));
        return row;
    }
}
