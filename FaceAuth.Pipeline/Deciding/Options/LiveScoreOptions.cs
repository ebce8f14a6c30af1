using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>
/// When the anti-spoof scores of many pictures together speak for a live face. Section "Decision:Live". One picture
/// proves nothing: on public sets no threshold carries over from one camera to another.
/// </summary>
public sealed record LiveScoreOptions : IValidatableObject
{
    /// <summary>
    /// Trimmed mean at or above which the face counts as live. 0–1, default 0.75: of five attack photos at seven sizes
    /// each the best scored 0.71, of four live ones the worst 0.63, the live clips 0.7–1.
    /// </summary>
    [Range(0.0, 1.0)] public float AcceptAt { get; init; } = 0.75f;

    /// <summary>
    /// Trimmed mean below which a face that never showed a sign of life is suspected to be a picture of one. 0–1, default
    /// 0.9: a print shown to a browser's camera reached 0.76, live photos 0.99.
    /// </summary>
    [Range(0.0, 1.0)] public float SuspectBelow { get; init; } = 0.9f;

    /// <summary>A picture below this is a bad one, and its vote does not count. 0–1, default 0.5.</summary>
    [Range(0.0, 1.0)] public float BadBelow { get; init; } = 0.5f;

    /// <summary>Largest share of bad pictures. 0–1, default 0.25.</summary>
    [Range(0.0, 1.0)] public float MaxBad { get; init; } = 0.25f;

    /// <summary>Share left out at either end of the mean. 0–0.4, default 0.1.</summary>
    [Range(0.0, 0.4)] public float Trim { get; init; } = 0.1f;

    /// <summary>Fewest pictures. 3–64, default 8.</summary>
    [Range(3, 64)] public int Needed { get; init; } = 8;

    /// <summary>Least time between the first and the last of them. 0–5 s, default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")] public TimeSpan Over { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Trimmed mean at or below which the session ends early. 0–1, default 0.3.</summary>
    [Range(0.0, 1.0)] public float RejectAt { get; init; } = 0.3f;

    /// <summary>Time for which that must have held. 1–60 s, default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")] public TimeSpan RejectAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SuspectBelow < AcceptAt) yield return new("Decision:Live:SuspectBelow must not lie below Decision:Live:AcceptAt.");
        if (RejectAt >= AcceptAt) yield return new("Decision:Live:RejectAt must lie below Decision:Live:AcceptAt.");
    }
}
