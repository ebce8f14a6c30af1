namespace FaceAuth.Pipeline.Contracts;

/// <summary>Evidence behind a decision; null where nothing was measured.</summary>
/// <param name="Similarity">Cosine similarity the decision was made with, −1 to 1.</param>
/// <param name="Threshold">Similarity demanded.</param>
/// <param name="LiveScore">Anti-spoof score over time, 0–1, higher is live.</param>
/// <param name="Blinks">Blinks seen.</param>
/// <param name="FramesAnalysed">Pictures analysed.</param>
/// <param name="FramesCounted">Pictures that passed every gate and were embedded.</param>
/// <param name="Duration">From the first picture to the decision.</param>
/// <param name="Models">Ids of the models used.</param>
public sealed record AuthScores(
    double? Similarity, double? Threshold, double? LiveScore, int Blinks, int FramesAnalysed, int FramesCounted,
    TimeSpan Duration, IReadOnlyList<string> Models);
