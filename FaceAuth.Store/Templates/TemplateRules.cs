using System.Numerics.Tensors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Templates;

/// <summary>What templates and probes have to be like.</summary>
internal static class TemplateRules
{
    const float NormTolerance = 1e-3f;

    // the transform's rounding comes on top of what was let in
    const float StoredTolerance = NormTolerance + 1e-5f;

    /// <summary>Whether a vector's length is 1 ± 1e-3; not so for NaN and infinity.</summary>
    public static bool IsUnit(ReadOnlySpan<float> vector) => Math.Abs(TensorPrimitives.Norm(vector) - 1) <= NormTolerance;

    /// <summary>As <see cref="IsUnit"/>, for a vector that was transformed since.</summary>
    public static bool IsStoredUnit(ReadOnlySpan<float> vector) => Math.Abs(TensorPrimitives.Norm(vector) - 1) <= StoredTolerance;

    /// <summary>Refuses templates that are not all of one model, origin and length.</summary>
    public static (string Model, int Dimension) Check(IReadOnlyList<FaceTemplate> templates)
    {
        ArgumentNullException.ThrowIfNull(templates);
        if (templates.Count is 0 or > Limits.TemplatesPerCall)
            throw new ArgumentException($"{templates.Count} templates; 1 to {Limits.TemplatesPerCall} are allowed.", nameof(templates));
        var (model, dimension, origin) = (templates[0].ModelId, templates[0].Vector.Length, templates[0].Origin);
        Store.Check.Name(model, Limits.ModelId);
        foreach (var template in templates)
        {
            if (template.ModelId != model)
                throw new ArgumentException("The templates are of different models.", nameof(templates));
            if (template.Origin != origin)
                throw new ArgumentException("The templates are of different origins.", nameof(templates));
            if (template.Vector.Length != dimension)
                throw new ArgumentException("The templates have different lengths.", nameof(templates));
            if (!(template.Quality is >= 0 and <= 1))
                throw new ArgumentException("A quality lies outside 0 to 1.", nameof(templates));
            CheckUnit(template.Vector.Span, nameof(templates));
        }

        return (model, dimension);
    }

    /// <summary>Refuses a vector that is not of unit length.</summary>
    public static void CheckUnit(ReadOnlySpan<float> vector, string name)
    {
        if (vector.Length is < Limits.DimensionMin or > Limits.DimensionMax)
            throw new ArgumentException(
                $"A vector has {vector.Length} numbers; {Limits.DimensionMin} to {Limits.DimensionMax} are allowed.", name);
        if (!IsUnit(vector)) throw new ArgumentException("A vector is not of unit length.", name);
    }
}
