using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Templates;

/// <summary>Makes rows of plain templates: transformed for comparing, and sealed under their subject's key.</summary>
internal sealed class TemplateSealer(TemplateKeys keys, TimeProvider clock)
{
    /// <exception cref="StoreException">The subject's key was changed.</exception>
    public List<TemplateRow> Seal(Guid subjectId, byte[] wrappedKey, IReadOnlyList<FaceTemplate> templates)
    {
        var now = clock.GetUtcNow();
        var key = new byte[Envelope.KeyBytes];
        try
        {
            if (!keys.TryUnwrap(subjectId, wrappedKey, key))
                throw new StoreException(
                    $"The key of subject {subjectId} was changed in the database. Erase the subject and enrol it again.");
            return [.. templates.Select(template => Seal(subjectId, key, template, now))];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    TemplateRow Seal(Guid subjectId, byte[] key, FaceTemplate template, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var vector = template.Vector.Span;
        var transformed = new byte[vector.Length * sizeof(float)];
        keys.Transform(vector.Length).Apply(vector, MemoryMarshal.Cast<byte, float>(transformed.AsSpan()));
        return new()
        {
            Id = id,
            SubjectId = subjectId,
            ModelId = template.ModelId,
            Generation = keys.Generation,
            Dimension = vector.Length,
            Protected = transformed,
            Sealed = SealedVector.Seal(key, new(subjectId, id, template.ModelId), vector),
            Quality = template.Quality,
            Origin = template.Origin,
            CreatedAt = now,
        };
    }
}
