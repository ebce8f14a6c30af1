namespace FaceAuth.Pipeline.Packs;

/// <summary>A threshold.</summary>
/// <param name="Name">Its name, e.g. "minScore".</param>
/// <param name="Value">Its value, in the model's own unit.</param>
/// <param name="From">The set and the error rate it was read off.</param>
internal sealed record ModelThreshold(string Name, float Value, string From)
{
    /// <summary>The group of people with the most false matches there, and how many; null where groups were not told apart.</summary>
    public string? WorstGroup { get; init; }
}
