using System.Text.Json.Serialization;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.Verdicts;

/// <summary>The evidence behind a decision as the relying party and the audit log get it; null where nothing was measured.</summary>
internal sealed record ScoresJson(
    [Field("Cosine similarity to the enrolled face.")] double? Similarity,
    [Field("What it had to reach.")] double? Threshold,
    [Field("How alive the face looked, 0 to 1.")] double? LiveScore,
    [Field("Blinks seen.", Least = 0)] int Blinks,
    [Field("Pictures looked at.", Least = 0)] int FramesAnalysed,
    [Field("Of those, pictures that counted.", Least = 0)] int FramesCounted,
    [Field("From the first picture to the decision.", Least = 0)] long DurationMs,
    [Field("What looked.")] IReadOnlyList<string> Models,
    [Field("What each signal says of video that came past the camera.", OneOf = ScoresJson.SignalStates)]
    IReadOnlyDictionary<string, string>? Signals = null)
{
    /// <summary>What a signal may say, by wire name.</summary>
    public const string SignalStates = "unknown clear raised";

    /// <summary>From the pipeline's evidence. JSON has no NaN and no infinity: they become null.</summary>
    public static ScoresJson From(AuthDecision decision)
    {
        var scores = decision.Scores;
        return new(
            Finite(scores.Similarity), Finite(scores.Threshold), Finite(scores.LiveScore), scores.Blinks,
            scores.FramesAnalysed, scores.FramesCounted, (long)scores.Duration.TotalMilliseconds, scores.Models,
            SignalsOf(decision.Signals));
    }

    static Dictionary<string, string>? SignalsOf(IReadOnlyList<AuthSignal> signals) =>
        signals.Count == 0 ? null : signals.ToDictionary(signal => Wire.Name(signal.Kind), signal => Wire.Name(signal.State));

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
