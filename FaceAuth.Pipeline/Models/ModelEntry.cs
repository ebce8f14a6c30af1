namespace FaceAuth.Pipeline.Models;

/// <summary>One model of the manifest.</summary>
internal sealed record ModelEntry
{
    /// <summary>Its id; templates carry it.</summary>
    public required string Id { get; init; }

    /// <summary>Floats in one embedding; 0 for models that make none.</summary>
    public int EmbeddingLength { get; init; }

    /// <summary>The named threshold.</summary>
    /// <exception cref="ModelException">The manifest has none of that name.</exception>
    public float Threshold(string name) => throw new NotImplementedException();
}
