namespace FaceAuth.Accuracy.Summary;

/// <summary>What a guideline asks, and what was measured of it.</summary>
/// <param name="Section">Document and section.</param>
/// <param name="Asked">What it asks, in short.</param>
/// <param name="Measured">The figure, or why there is none.</param>
/// <param name="Verdict">Whether it is met.</param>
internal sealed record Requirement(string Section, string Asked, string Measured, Verdict Verdict);
