using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>When all evidence of many pictures together speaks for a live face.</summary>
/// <remarks>
/// Section "Decision:Live". One picture proves nothing: on public sets no threshold on the networks' scores carries over from one camera to
/// another.
/// </remarks>
internal sealed record LiveScoreOptions : IValidatableObject
{
    /// <summary>Score at or above which the face counts as live.</summary>
    /// <remarks>
    /// 0–1, default 0.75: there lies the threshold of the fusion in use, chosen on its training data (models/training/pad).
    /// </remarks>
    [Range(0.0, 1.0)] public float AcceptAt { get; init; } = 0.75f;

    /// <summary>Score below which a face that never showed a sign of life is suspected to be a picture of one. 0–1, default 0.9.</summary>
    [Range(0.0, 1.0)] public float SuspectBelow { get; init; } = 0.9f;

    /// <summary>A picture that a network gives less is a bad one, and its vote does not count.</summary>
    /// <remarks>
    /// 0–1, default 0.05: half of the pictures of some live people in poor light lie below 0.5 (NUAA), prints mostly below 0.001 there.
    /// </remarks>
    [Range(0.0, 1.0)] public float BadBelow { get; init; } = 0.05f;

    /// <summary>Largest share of bad pictures, whatever the score. 0–1, default 0.5.</summary>
    [Range(0.0, 1.0)] public float MaxBad { get; init; } = 0.5f;

    /// <summary>A face that moves less between pictures half a second apart is as still as a photo on a stand, and not live.</summary>
    /// <remarks>
    /// As a share of its width, whatever the score; the median of all such pairs (models/training/pad). 0–0.05, default 0.0025; 0 asks for
    /// no motion.
    /// </remarks>
    [Range(0.0, 0.05)] public float StillBelow { get; init; } = 0.0025f;

    /// <summary>Time after which a picture is forgotten where the others are enough and lie over long enough.</summary>
    /// <remarks>2–30 s, default 10 s, all that "passive" takes: a shorter one would give an attack several tries.</remarks>
    [Range(typeof(TimeSpan), "00:00:02", "00:00:30")] public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Fewest pictures. 3–64, default 6.</summary>
    [Range(3, 64)] public int Needed { get; init; } = 6;

    /// <summary>Least time over which they lie, gaps of more than a second left out.</summary>
    /// <remarks>0–10 s, default 3 s: what the fusion's error rates were measured for.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")] public TimeSpan Over { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Score at or below which the session ends early. 0–1, default 0.3.</summary>
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
