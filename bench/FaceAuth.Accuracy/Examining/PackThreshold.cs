namespace FaceAuth.Accuracy.Examining;

/// <summary>A threshold in use and where it comes from.</summary>
/// <param name="Model">Id of the model whose score it is held against.</param>
/// <param name="Name">Its name in the manifest.</param>
/// <param name="Value">Its value, in the model's own unit.</param>
/// <param name="From">The set and the error rate it was read off, and when.</param>
/// <param name="WorstGroup">The group with the most false matches there, and how many; null where groups were not told apart.</param>
internal sealed record PackThreshold(string Model, string Name, float Value, string From, string? WorstGroup);
