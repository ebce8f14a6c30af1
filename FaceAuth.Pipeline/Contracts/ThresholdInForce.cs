namespace FaceAuth.Pipeline.Contracts;

/// <summary>A threshold that decisions are held against, and the measurement that it comes from.</summary>
/// <param name="Model">Id of the model whose score it is; "matching" for what verifying and identifying take.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, in the model's own unit.</param>
/// <param name="From">The set and the error rate it was read off, or the setting that says so.</param>
/// <param name="WorstGroup">The group with the most false matches there; null where groups were not told apart.</param>
public sealed record ThresholdInForce(string Model, string Name, double Value, string From, string? WorstGroup);
