using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>How challenges are put and answered. Section "Decision:Challenge".</summary>
public sealed record ChallengeOptions : IValidatableObject
{
    /// <summary>Time to answer one. 2–30 s, default 6 s.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:00:30")] public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>
    /// What begins sooner after a challenge does not answer it: nobody reads and reacts so fast. 0–2 s, default 250 ms.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:02")] public TimeSpan Reaction { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Pause before a challenge and between two. 0–5 s, default 400 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")] public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Turn from where the head was that counts as turned. 10–60 degrees, default 22.</summary>
    [Range(10, 60)] public float TurnAt { get; init; } = 22;

    /// <summary>Turn from where the head was within which it counts as back. 2–30 degrees, default 12.</summary>
    [Range(2, 30)] public float BackAt { get; init; } = 12;

    /// <summary>Pictures in a row that must show the turn. 1–10, default 2.</summary>
    [Range(1, 10)] public int TurnPictures { get; init; } = 2;

    /// <summary>
    /// Challenges that may lapse, be answered wrongly or be walked away from before the session is refused. 0–5,
    /// default 1; another kind is drawn for each.
    /// </summary>
    [Range(0, 5)] public int Misses { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BackAt >= TurnAt) yield return new("Decision:Challenge:BackAt must lie below Decision:Challenge:TurnAt.");
    }
}
