using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>How challenges are put and answered.</summary>
/// <remarks>
/// Section "Decision:Challenge". Movements are judged against the person's own calm face just before the challenge. Measured noise of the
/// mesh on clips of calm faces, standard deviation from picture to picture: yaw 0.2–0.3°, pitch 0.2–0.4°, mouth's opening 0.001–0.006, its
/// width 1–2 %.
/// </remarks>
internal sealed record ChallengeOptions : IValidatableObject
{
    /// <summary>Least time to answer one. 3–30 s, default 6 s.</summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:00:30")] public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Up to so much more, drawn for each. 0–10 s, default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")] public TimeSpan AnswerSpread { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>So much more for the second and the third blink. 0.5–3 s, default 1.5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:00:03")] public TimeSpan AnotherBlink { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>A movement that begins sooner after a challenge was put misses it.</summary>
    /// <remarks>
    /// 0–2 s, default 250 ms: people need 180–200 ms to react to a light they wait for (Welford, "Reaction Times", 1980) and longer to
    /// read; the network, their screen and the way to where a movement is first seen come on top.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:02")] public TimeSpan Reaction { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Delays of at least three answers that differ by less than this are no person's: another challenge is put.</summary>
    /// <remarks>
    /// 0–200 ms, default 40 ms: two pictures of a fast camera. People whose delays spread by 200 ms come that close once in ninety times.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.200")] public TimeSpan Lockstep { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>Least time of a calm face before a challenge. 0.2–5 s, default 300 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:05")] public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Up to so much more, drawn for each. 0–5 s, default 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")] public TimeSpan PauseSpread { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Turn that counts. 10–60 degrees, default 20.</summary>
    [Range(10, 60)] public float TurnAt { get; init; } = 20;

    /// <summary>Nod that counts. 6–45 degrees, default 12: a broad smile moves the measured pitch by 5.</summary>
    [Range(6, 45)] public float NodAt { get; init; } = 12;

    /// <summary>
    /// Gap between the lips that counts as open mouth, above the calm one's, in distances between the outer corners of the eyes.
    /// </summary>
    /// <remarks>0.1–0.8, default 0.3: smiling people show their teeth by 0.15, nineteen of twenty photos by at most 0.23.</remarks>
    [Range(0.1, 0.8)] public float MouthOpenAt { get; init; } = 0.3f;

    /// <summary>Width of the mouth as a multiple of the calm one's that counts as a smile.</summary>
    /// <remarks>1.08–1.6, default 1.18; a clip's smile measures 1.35.</remarks>
    [Range(1.08, 1.6)] public float SmileAt { get; init; } = 1.18f;

    /// <summary>
    /// Calm mouth, in distances between the outer corners of the eyes, above which nobody is asked to smile: they do
    /// already. 0.4–0.9, default 0.64.
    /// </summary>
    [Range(0.4, 0.9)] public float SmilingFrom { get; init; } = 0.64f;

    /// <summary>Least growth of the face asked for. 1.15–2, default 1.3.</summary>
    [Range(1.15, 2.0)] public float CloserBy { get; init; } = 1.3f;

    /// <summary>Up to so much more, drawn. 0–1, default 0.2.</summary>
    [Range(0.0, 1.0)] public float CloserSpread { get; init; } = 0.2f;

    /// <summary>Share of what counts within which the face is back. 0.2–0.8, default 0.5.</summary>
    [Range(0.2, 0.8)] public float BackAt { get; init; } = 0.5f;

    /// <summary>Share of what counts within which the face is calm. 0.1–0.8, default 0.35.</summary>
    [Range(0.1, 0.8)] public float CalmAt { get; init; } = 0.35f;

    /// <summary>Time for which a movement must be seen, over two pictures at least. 0–1 s, default 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")] public TimeSpan Hold { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Time from the first picture of closed eyes to the last that makes a deliberate blink.</summary>
    /// <remarks>
    /// 100–500 ms, default 180 ms: a blink of its own accord takes 100–400 ms from open to open, closed for half of it at most. At eight
    /// pictures a second eyes shut for 375 ms are sure to count, at fifteen for 270 ms; people are asked for a second. Below eight a
    /// picture that is lost ends the blink.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:00.500")]
    public TimeSpan BlinkClosedFor { get; init; } = TimeSpan.FromMilliseconds(180);

    /// <summary>Longest deliberate blink, from open to open. 0.5–5 s, default 2.5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:00:05")] public TimeSpan BlinkLongest { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Time of open eyes after which deliberate blinks are counted: not one more, not one fewer. 0.5–3 s, default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:00:03")] public TimeSpan BlinkQuiet { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CalmAt > BackAt) yield return new("Decision:Challenge:CalmAt must not lie above Decision:Challenge:BackAt.");
        if (BlinkClosedFor >= BlinkLongest)
            yield return new("Decision:Challenge:BlinkClosedFor must lie below Decision:Challenge:BlinkLongest.");
    }

    /// <summary>
    /// What a deliberate blink looks like: longer closed, and judged against a longer memory, which a long blink does not empty.
    /// </summary>
    internal BlinkOptions Deliberate(BlinkOptions blink) => blink with
    {
        Shortest = BlinkClosedFor,
        Longest = BlinkLongest,
        ClosedFor = BlinkClosedFor,
        LevelOver = blink.LevelOver + BlinkLongest,
    };
}
