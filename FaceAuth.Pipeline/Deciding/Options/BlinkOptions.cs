using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>What a blink looks like in the eyes' aspect ratios, judged against the person's own open eyes.</summary>
/// <remarks>Section "Decision:Blink". Open eyes measure 0.20–0.38, smiling ones down to 0.13, closed ones 0.01–0.11.</remarks>
internal sealed record BlinkOptions : IValidatableObject
{
    /// <summary>Share of the open level at or below which both eyes together count as closed. 0.1–0.6, default 0.42.</summary>
    [Range(0.1, 0.6)] public float ClosedAt { get; init; } = 0.42f;

    /// <summary>Share of the open level at or below which eyes that do close are closed already, or still.</summary>
    /// <remarks>
    /// <see cref="ClosedFor"/> is measured by it, since the readings of closed eyes waver from picture to picture. 0.1–0.65, default 0.47;
    /// never below <see cref="ClosedAt"/>.
    /// </remarks>
    [Range(0.1, 0.65)] public float StillClosedAt { get; init; } = 0.47f;

    /// <summary>Share of the open level that neither eye may exceed while closed, so that a wink is no blink.</summary>
    /// <remarks>0.1–0.9, default 0.6.</remarks>
    [Range(0.1, 0.9)] public float EitherClosedAt { get; init; } = 0.6f;

    /// <summary>Share of the open level at or above which both eyes together count as open. 0.5–0.95, default 0.7.</summary>
    [Range(0.5, 0.95)] public float OpenAt { get; init; } = 0.7f;

    /// <summary>Shortest time from the last open picture before a blink to the first after it. 30–300 ms, default 80 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.030", "00:00:00.300")] public TimeSpan Shortest { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <summary>Longest of the same. 0.3–1.5 s, default 600 ms; blinks take 100–400 ms, pictures 125 ms apart add to it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.300", "00:00:01.500")] public TimeSpan Longest { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>Time from the first picture of closed eyes to the last. 0–500 ms, default 0: one picture is enough.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.500")] public TimeSpan ClosedFor { get; init; }

    /// <summary>Longest time between two readings within a blink. 50–500 ms, default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:00.500")] public TimeSpan MaxGap { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time over which the open level is taken.</summary>
    /// <remarks>0.5–5 s, default 1.2 s: long enough for a level, short enough to follow a smile.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:00:05")] public TimeSpan LevelOver { get; init; } = TimeSpan.FromSeconds(1.2);

    /// <summary>Shortest time of readings for an open level. 0.1–2 s, default 300 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:02")] public TimeSpan LevelNeeds { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Fewest readings for an open level. 2–32, default 4.</summary>
    [Range(2, 32)] public int LevelReadings { get; init; } = 4;

    /// <summary>Least open level of either eye. 0.05–0.4, default 0.12: below it the eyes cannot be judged.</summary>
    [Range(0.05, 0.4)] public float MinLevel { get; init; } = 0.12f;

    /// <summary>How far the face may move during a blink, in widths of the face. 0.05–1, default 0.25.</summary>
    [Range(0.05, 1.0)] public float MaxShift { get; init; } = 0.25f;

    /// <summary>How far the head may turn or nod during a blink. 2–45 degrees, default 14.</summary>
    [Range(2, 45)] public float MaxTurn { get; init; } = 14;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ClosedAt >= OpenAt) yield return new("Decision:Blink:ClosedAt must lie below Decision:Blink:OpenAt.");
        if (StillClosedAt < ClosedAt) yield return new("Decision:Blink:StillClosedAt must not lie below Decision:Blink:ClosedAt.");
        if (StillClosedAt >= OpenAt) yield return new("Decision:Blink:StillClosedAt must lie below Decision:Blink:OpenAt.");
        if (Shortest >= Longest) yield return new("Decision:Blink:Shortest must lie below Decision:Blink:Longest.");
        if (LevelNeeds >= LevelOver) yield return new("Decision:Blink:LevelNeeds must lie below Decision:Blink:LevelOver.");
    }
}
