using System.ComponentModel.DataAnnotations;
using FaceAuth.Pipeline.Deciding.Life.Paths;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>How a mark is followed with the nose, and when the face has followed it.</summary>
/// <remarks>
/// Section "Decision:Pursuit". The delays are those of people who follow with the head what they cannot foresee (about 0.2–0.4 s: Collins
/// and Barnes, "Independent control of head and gaze movements during head-free pursuit", 1999) and of the way to the screen and back.
/// </remarks>
internal sealed record PursuitOptions : IValidatableObject
{
    /// <summary>How long the mark rests in the middle at first. 0.2–2 s, default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:02")] public TimeSpan Before { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long it is on its way from place to place. 0.2–1 s, default 400 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:01")] public TimeSpan Move { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long it rests at each at least. 0–1 s, default 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")] public TimeSpan Rest { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Up to so much more, drawn for each. 0–1 s, default 150 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")] public TimeSpan RestSpread { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long the face is still watched after the mark has come to its last place. 0.3–2 s, default 700 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.300", "00:00:02")] public TimeSpan After { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>Least delay of a face that follows. 0–500 ms, default 100 ms: who is sooner has known the way.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.500")] public TimeSpan LagLeast { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Largest delay. 0.5–2 s, default 1.1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:00:02")] public TimeSpan LagMost { get; init; } = TimeSpan.FromMilliseconds(1100);

    /// <summary>Least turn towards a mark at the side, degrees. 1–15, default 3: ten times the mesh's noise.</summary>
    [Range(1, 15)] public float TurnLeast { get; init; } = 3;

    /// <summary>Least nod towards a mark above or below, degrees. 1–15, default 2.</summary>
    [Range(1, 15)] public float NodLeast { get; init; } = 2;

    /// <summary>Largest turn or nod that still counts as following, degrees. 20–60, default 40.</summary>
    [Range(20, 60)] public float Most { get; init; } = 40;

    /// <summary>Share of the face's movement that the mark's must explain. 0–0.95, default 0.6.</summary>
    /// <remarks>No guard against guessing, which the rank among all paths bounds: it tells following from fidgeting.</remarks>
    [Range(0.0, 0.95)] public float ExplainedAt { get; init; } = 0.6f;

    /// <summary>Fewest pictures of the followed face meanwhile. 8–100, default 20.</summary>
    [Range(8, 100)] public int Pictures { get; init; } = 20;

    /// <summary>Longest time between two of them. 0.1–1 s, default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:01")] public TimeSpan Gap { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>When the mark goes.</summary>
    internal PathTimes Times => new(Before, Move, Rest, RestSpread);

    /// <summary>How a face may follow it.</summary>
    internal PathLimits Limits => new(new(TurnLeast, NodLeast), Most, LagLeast, LagMost);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LagLeast >= LagMost) yield return new("Decision:Pursuit:LagLeast must lie below Decision:Pursuit:LagMost.");
    }
}
