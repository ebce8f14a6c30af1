using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.DataChannel;

/// <summary>Challenges as the person reads them.</summary>
/// <remarks>Sides are the person's own, and say so: the page shows them mirrored, where the own left is the picture's left too.</remarks>
internal static class ChallengeTexts
{
    /// <summary>The message for a challenge that lapses in <paramref name="left"/>.</summary>
    public static ChallengeMessage For(AuthEvent.Challenge challenge, TimeSpan left) => new(
        Wire.Name(challenge.Kind), challenge.Count, (long)left.TotalMilliseconds, SideOf(challenge.Kind), challenge.Factor,
        TextOf(challenge), PathOf(challenge.Path));

    static string? SideOf(ChallengeKind kind) => kind switch
    {
        ChallengeKind.TurnLeft => "left",
        ChallengeKind.TurnRight => "right",
        ChallengeKind.NodUp => "up",
        ChallengeKind.NodDown => "down",
        _ => null,
    };

    static PathMessage? PathOf(ChallengePath? path) => path is null ? null : new(
        (long)path.Move.TotalMilliseconds,
        [.. path.Stops.Select(stop => new StopMessage((long)stop.LeavesAt.TotalMilliseconds, stop.X, stop.Y))]);

    static string TextOf(AuthEvent.Challenge challenge) => challenge.Kind switch
    {
        ChallengeKind.Blink => $"Close your eyes for a second{Times(challenge.Count)}.",
        ChallengeKind.TurnLeft => "Turn your head to your left, then back.",
        ChallengeKind.TurnRight => "Turn your head to your right, then back.",
        ChallengeKind.NodUp => "Lift your chin, then look straight again.",
        ChallengeKind.NodDown => "Lower your chin, then look straight again.",
        ChallengeKind.MoveCloser => "Come closer to the camera.",
        ChallengeKind.Smile => "Smile, then stop.",
        ChallengeKind.OpenMouth => "Open your mouth wide, then close it.",
        ChallengeKind.Pursuit => "Follow the dot with your nose.",
        _ => throw new ArgumentOutOfRangeException(nameof(challenge), challenge.Kind, "A challenge without words."),
    };

    static string Times(int count) => count switch
    {
        1 => ", then open them",
        2 => ", twice",
        _ => $", {(count == 3 ? "three" : count)} times",
    };
}
