using System.ComponentModel.DataAnnotations;
using FaceAuth.Pipeline.Deciding.Life.Paths;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>How the page's surround takes colours, and when a face has shown them.</summary>
/// <remarks>
/// Section "Decision:Light". A colour stays for a third of a second at least: WCAG 2.2, 2.3.1 allows three flashes a second, and these are
/// none at all, since all colours are nearly as bright.
/// </remarks>
internal sealed record LightOptions : IValidatableObject
{
    /// <summary>Longest rate that WCAG 2.2, 2.3.1 allows flashes at: three a second.</summary>
    static readonly TimeSpan LeastStep = TimeSpan.FromMilliseconds(334);

    /// <summary>Colours after the first. 5–7, default 6: of the 4⁶ sequences one is right.</summary>
    [Range(5, 7)] public int Moves { get; init; } = 6;

    /// <summary>How long the first one, grey, stays. 0.2–2 s, default 300 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:02")] public TimeSpan Before { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long it takes from one to the next. 50–500 ms, default 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:00.500")] public TimeSpan Move { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long each stays at least. 0.2–2 s, default 300 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:02")] public TimeSpan Rest { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Up to so much more, drawn for each. 0–1 s, default 150 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")] public TimeSpan RestSpread { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Least delay of the light in the pictures. 0–200 ms, default 0.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.200")] public TimeSpan LagLeast { get; init; } = TimeSpan.Zero;

    /// <summary>Largest delay: the way to the page and back, the screen's and the camera's own. 0.3–2 s, default 800 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.300", "00:00:02")] public TimeSpan LagMost { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Least share of the light on the face that is the surround's. 0.001–0.2, default 0.01.</summary>
    [Range(0.001, 0.2)] public float ShareLeast { get; init; } = 0.01f;

    /// <summary>Share of what the face's colour does against the scene's that the sequence must explain. 0–0.95, default 0.3.</summary>
    /// <remarks>No guard against guessing, which the rank among all sequences bounds.</remarks>
    [Range(0.0, 0.95)] public float ExplainedAt { get; init; } = 0.3f;

    /// <summary>Fewest pictures of the face meanwhile. 8–100, default 20.</summary>
    [Range(8, 100)] public int Pictures { get; init; } = 20;

    /// <summary>Longest time between two of them. 0.1–1 s, default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:01")] public TimeSpan Gap { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often it is tried. 1–5, default 2.</summary>
    [Range(1, 5)] public int Tries { get; init; } = 2;

    /// <summary>When the colours change.</summary>
    internal PathTimes Times => new(Before, Move, Rest, RestSpread);

    /// <summary>How a face may show them: by what share of its light, and how late.</summary>
    internal PathLimits Limits => new(new(ShareLeast), 3, LagLeast, LagMost);

    /// <summary>How long one try takes at most.</summary>
    internal TimeSpan Longest => Before + Moves * (Move + Rest + RestSpread) + LagMost;

    /// <summary>Chance that pictures that do not depend on the colours drawn pass.</summary>
    internal double GuessChance() => 1 - Math.Pow(1 - 1 / Math.Pow(LivenessPolicy.PathWays, Moves), Tries);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LagLeast >= LagMost) yield return new("Decision:Light:LagLeast must lie below Decision:Light:LagMost.");
        if (Move + Rest < LeastStep)
            yield return new("Decision:Light:Move and Decision:Light:Rest must be 334 ms together: no more than three changes a second.");
    }
}
