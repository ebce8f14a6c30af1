namespace FaceAuth.Store.Contracts;

/// <summary>One face as a recogniser describes it, before protection. Templates of different models never compare.</summary>
/// <param name="ModelId">Recogniser that made it: its id in models/manifest.json.</param>
/// <param name="Vector">
/// float32, L2 norm 1 ± 1e-3, as long as the model's embedding; the caller keeps the memory unchanged until the call that takes it has
/// ended.
/// </param>
/// <param name="Quality">0–1, higher is better; the best ones are kept when a subject has too many.</param>
public sealed record FaceTemplate(string ModelId, ReadOnlyMemory<float> Vector, float Quality)
{
    /// <summary>How it came to be; the templates of one call have the same.</summary>
    public TemplateOrigin Origin { get; init; }

    /// <summary>Never prints the vector.</summary>
    public override string ToString() => $"FaceTemplate {{ ModelId = {ModelId}, Length = {Vector.Length} }}";
}
