namespace FaceAuth.Pipeline.Contracts;

/// <summary>What a challenge asks for. Wire names are the same in snake case.</summary>
public enum ChallengeKind
{
    /// <summary>Close and open both eyes.</summary>
    Blink,

    /// <summary>Turn the head to the person's own left.</summary>
    TurnLeft,

    /// <summary>Turn the head to the person's own right.</summary>
    TurnRight,
}
