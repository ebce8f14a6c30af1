namespace FaceAuth.Pipeline.Contracts;

/// <summary>What a challenge asks for. Wire names are the same in snake case. Left and right are the person's own.</summary>
public enum ChallengeKind
{
    /// <summary>Close both eyes for a moment and open them, as often as <see cref="AuthEvent.Challenge.Count"/> says.</summary>
    Blink,

    /// <summary>Turn the head to the left, and back.</summary>
    TurnLeft,

    /// <summary>Turn the head to the right, and back.</summary>
    TurnRight,

    /// <summary>Lift the chin, and lower it.</summary>
    NodUp,

    /// <summary>Lower the chin, and lift it.</summary>
    NodDown,

    /// <summary>Come closer, so that the face grows by <see cref="AuthEvent.Challenge.Factor"/>.</summary>
    MoveCloser,

    /// <summary>Smile, and stop.</summary>
    Smile,

    /// <summary>Open the mouth wide, and close it.</summary>
    OpenMouth,

    /// <summary>Follow a mark with the nose, as <see cref="AuthEvent.Challenge.Path"/> says where it goes.</summary>
    Pursuit,
}
