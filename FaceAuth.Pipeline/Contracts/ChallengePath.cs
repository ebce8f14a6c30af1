namespace FaceAuth.Pipeline.Contracts;

/// <summary>The way of the mark that <see cref="ChallengeKind.Pursuit"/> asks to follow, from the middle on.</summary>
/// <param name="Move">
/// How long it is on its way to a stop. At share s of that it has gone 10 s³ − 15 s⁴ + 6 s⁵ of the way.
/// </param>
/// <param name="Stops">Where it goes, in that order.</param>
public sealed record ChallengePath(TimeSpan Move, IReadOnlyList<ChallengeStop> Stops);

/// <summary>A place that the mark goes to, and rests at until it leaves for the next.</summary>
/// <param name="LeavesAt">When it sets out for it, from the moment the challenge was put.</param>
/// <param name="X">−1 to 1, positive on the person's own left.</param>
/// <param name="Y">−1 to 1, positive up.</param>
public readonly record struct ChallengeStop(TimeSpan LeavesAt, int X, int Y);
