using System.Text.Json.Serialization;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.Verdicts;

/// <summary>The evidence behind a decision as the relying party and the audit log get it; null where nothing was measured.</summary>
internal sealed record ScoresJson(
    double? Similarity, double? Threshold, double? LiveScore, int Blinks, int FramesAnalysed, int FramesCounted,
    long DurationMs, IReadOnlyList<string> Models)
{
    /// <summary>From the pipeline's evidence. JSON has no NaN and no infinity: they become null.</summary>
    public static ScoresJson From(AuthScores scores) => new(
        Finite(scores.Similarity), Finite(scores.Threshold), Finite(scores.LiveScore), scores.Blinks,
        scores.FramesAnalysed, scores.FramesCounted, (long)scores.Duration.TotalMilliseconds, scores.Models);

    static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, 4) : null;
}

/// <summary>What the audit log keeps of a session's end.</summary>
internal sealed record AuditDetails(string Purpose, IReadOnlyList<string>? Reasons = null, ScoresJson? Scores = null);

/// <summary>Serialisers, written by the compiler.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScoresJson))]
[JsonSerializable(typeof(AuditDetails))]
internal sealed partial class VerdictJson : JsonSerializerContext;
