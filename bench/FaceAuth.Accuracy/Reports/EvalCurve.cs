using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Reports;

/// <summary>A detection error trade-off to draw, both axes logarithmic.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Across">Name of the rate across.</param>
/// <param name="Up">Name of the rate upwards.</param>
/// <param name="Points">The curve.</param>
/// <param name="Least">Below this rate there are too few trials, across; the curve ends there.</param>
internal sealed record EvalCurve(string Title, string Across, string Up, IReadOnlyList<DetPoint> Points, double Least);
