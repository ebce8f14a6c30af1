using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Templates;

/// <summary>Tells by its sealed original whether a template that has no authenticator is as it was stored.</summary>
/// <remarks>Sealing is bound to subject, template and model, and no key but the subject's opens it.</remarks>
internal sealed class OldTemplate(TemplateKeys keys)
{
    // both are transformed by the same matrix, the one by another version or another machine
    const float Tolerance = 1e-4f;

    /// <summary>Whether the original opens and is what is compared.</summary>
    public bool IsGenuine(TemplateRow row)
    {
        // before there is memory for it
        if (row.Dimension is < Limits.DimensionMin or > Limits.DimensionMax) return false;
        if (row.Sealed.Length != row.Dimension * sizeof(float) + Envelope.Overhead) return false;
        var (key, vector, transformed) = (new byte[Envelope.KeyBytes], new float[row.Dimension], new float[row.Dimension]);
        try
        {
            return keys.TryUnwrap(row.SubjectId, row.Subject!.WrappedKey, key)
                && SealedVector.TryOpen(key, new(row.SubjectId, row.Id, row.ModelId), row.Sealed, vector)
                && IsWhatIsCompared(row, vector, transformed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(vector.AsSpan()));
        }
    }

    bool IsWhatIsCompared(TemplateRow row, float[] vector, float[] transformed)
    {
        if (row.Protected.Length != row.Dimension * sizeof(float)) return false;
        keys.Transform(keys.Current with { Generation = row.Generation }, row.Dimension).Apply(vector, transformed);
        return TensorPrimitives.Distance(transformed, MemoryMarshal.Cast<byte, float>(row.Protected)) <= Tolerance;
    }
}
