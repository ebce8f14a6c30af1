using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>When votes of single pictures make a match. Section "Decision:Match".</summary>
internal sealed record VoteOptions : IValidatableObject
{
    /// <summary>
    /// Cosine similarity at or above which a picture votes yes when verifying. 0–1; default: the model's "verify"
    /// threshold in models/manifest.json.
    /// </summary>
    [Range(0.0, 1.0)] public float? VerifyAt { get; init; }

    /// <summary>The same for identifying, where many subjects are compared. 0–1; default: the model's "identify" threshold.</summary>
    [Range(0.0, 1.0)] public float? IdentifyAt { get; init; }

    /// <summary>How far the best subject must lie above the second best. 0–1, default 0.08.</summary>
    [Range(0.0, 1.0)] public float Margin { get; init; } = 0.08f;

    /// <summary>Yes votes needed. 1–30, default 5.</summary>
    [Range(1, 30)] public int Needed { get; init; } = 5;

    /// <summary>Among how many of the last votes. 1–60, default 7.</summary>
    [Range(1, 60)] public int OfLast { get; init; } = 7;

    /// <summary>Least time between the first yes vote and the last. 0–10 s, default 600 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")] public TimeSpan Over { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>Votes needed to say no before time is up. 3–60, default 8.</summary>
    [Range(3, 60)] public int RejectNeeded { get; init; } = 8;

    /// <summary>Share of them that must be no. 0.5–1, default 0.9.</summary>
    [Range(0.5, 1.0)] public float RejectShare { get; init; } = 0.9f;

    /// <summary>Time over which they must lie. 0.5–30 s, default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:00:30")] public TimeSpan RejectOver { get; init; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Needed > OfLast) yield return new("Decision:Match:Needed cannot be more than Decision:Match:OfLast.");
    }
}
