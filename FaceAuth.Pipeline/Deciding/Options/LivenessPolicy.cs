using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>Which signs of life a session demands, how long it may take, and what else it asks beyond the other options.</summary>
internal sealed record LivenessPolicy
{
    /// <summary>How many challenges can be asked of everybody.</summary>
    internal const int SmallestDeck = 8;

    /// <summary>Blinks of the person's own accord. 0–5.</summary>
    [Range(0, 5)] public int Blinks { get; init; }

    /// <summary>Challenges drawn by the server. 0–8.</summary>
    [Range(0, 8)] public int Challenges { get; init; }

    /// <summary>Challenges that may lapse, be answered wrongly or be walked away from. 0–3.</summary>
    /// <remarks>Each is replaced by one drawn afresh and adds one more, so that missing on purpose makes guessing harder.</remarks>
    [Range(0, 3)] public int Misses { get; init; }

    /// <summary>Whether coming closer is among the challenges.</summary>
    /// <remarks>
    /// Default true. A hand that moves a screen answers it as well as a head does, so it is drawn at most once a session, never after a
    /// miss, and counts for nothing in <see cref="GuessChance()"/>.
    /// </remarks>
    public bool MoveCloser { get; init; } = true;

    /// <summary>
    /// Largest chance, 0–1, that movements fixed beforehand answer the challenges; a policy that exceeds it is no valid one.
    /// </summary>
    /// <remarks>Default 0.01.</remarks>
    [Range(0.0, 1.0)] public double MaxGuessChance { get; init; } = 0.01;

    /// <summary>Time from the first picture with one face to the end. 3–120 s.</summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:02:00")] public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Added to the cosine similarity that a match needs. 0–0.3, default 0.</summary>
    [Range(0.0, 0.3)] public float MatchMargin { get; init; }

    /// <summary>Fewest pictures with a live score, where that is more than "Decision:Live:Needed". 0–64, default 0.</summary>
    [Range(0, 64)] public int LiveNeeded { get; init; }

    /// <summary>Least time over which they lie, where that is more than "Decision:Live:Over". 0–10 s, default 0.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")] public TimeSpan LiveOver { get; init; }

    /// <summary>
    /// Chance that somebody passes the challenges whose movements do not depend on them, such as a recording of an earlier session.
    /// </summary>
    /// <remarks>
    /// At each challenge one movement comes next, and the draw hits it or not. Counted for the smallest deck and for somebody who also
    /// moves the screen closer whenever asked.
    /// </remarks>
    internal double GuessChance() => Chance(Challenges, Misses, MoveCloser, SmallestDeck);

    static double Chance(int needed, int misses, bool closer, int others)
    {
        if (needed == 0) return 1;
        var one = 1.0 / (others + (closer ? 1 : 0));
        var next = SmallestDeck - 1;   // the one just drawn does not come again at once
        var pass = one * Chance(needed - 1, misses, closer, next);
        if (closer) pass += one * Chance(needed - 1, misses, false, next);
        if (misses > 0) pass += (1 - one * (closer ? 2 : 1)) * Chance(needed + 1, misses - 1, closer: false, next);
        return pass;
    }

    /// <summary>The live score's options under this policy; never milder than <paramref name="options"/>.</summary>
    public LiveScoreOptions Live(LiveScoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            Needed = Math.Max(options.Needed, LiveNeeded),
            Over = options.Over > LiveOver ? options.Over : LiveOver,
        };
    }
}
