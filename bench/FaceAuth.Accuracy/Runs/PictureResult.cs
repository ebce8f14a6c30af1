using System.Text.Json.Serialization;
using FaceAuth.Accuracy.Examining;

namespace FaceAuth.Accuracy.Runs;

/// <summary>What came of one picture.</summary>
internal sealed record PictureResult
{
    /// <summary>Why it could not be read; null when it was.</summary>
    public string? Fault { get; init; }

    /// <summary>What the stages said; null when it could not be read.</summary>
    public FaceFindings? Findings { get; init; }

    /// <summary>The embedding's floats as bytes, where one was wanted and made.</summary>
    public byte[]? Embedding { get; init; }

    /// <summary>All evidence as JSON, where it was wanted.</summary>
    public string? Evidence { get; init; }

    /// <summary>In one word: "unreadable", "counted", or the flaw.</summary>
    [JsonIgnore]
    public string Outcome => Findings is null ? "unreadable" : Findings.Flaw == "None" ? "counted" : Findings.Flaw;
}
