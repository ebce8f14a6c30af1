namespace FaceAuth.Accuracy.Statistics;

/// <summary>Both error rates at one threshold.</summary>
/// <param name="Threshold">Accepts at or above it.</param>
/// <param name="FalseMatch">False match rate, 0–1.</param>
/// <param name="FalseNonMatch">False non-match rate, 0–1.</param>
internal readonly record struct DetPoint(double Threshold, double FalseMatch, double FalseNonMatch);
