namespace FaceAuth.Pipeline.Contracts;

/// <summary>What to tell the person in front of the camera. Wire names are the same in snake case.</summary>
public enum GuidanceCode
{
    /// <summary>All is well: hold still a moment.</summary>
    HoldStill,

    /// <summary>No face in the picture.</summary>
    NoFace,

    /// <summary>More than one face.</summary>
    OneFaceOnly,

    /// <summary>The face is too small.</summary>
    MoveCloser,

    /// <summary>The face fills too much of the picture.</summary>
    MoveBack,

    /// <summary>The face is cut off by the border.</summary>
    CenterFace,

    /// <summary>The head is turned, nodded or tilted too far.</summary>
    LookStraight,

    /// <summary>Too dark.</summary>
    MoreLight,

    /// <summary>Blurred.</summary>
    HoldCameraSteady,

    /// <summary>Something covers the face.</summary>
    RemoveObstacle,

    /// <summary>A mask covers mouth and nose. Only as <see cref="AuthEvent.Guidance.Detail"/>.</summary>
    RemoveMask,

    /// <summary>Dark, mirrored or coloured glasses cover the eyes. Only as <see cref="AuthEvent.Guidance.Detail"/>.</summary>
    RemoveSunglasses,

    /// <summary>Hair, a hand or something else covers an eye. Only as <see cref="AuthEvent.Guidance.Detail"/>.</summary>
    UncoverEyes,

    /// <summary>A hand or something else covers the mouth. Only as <see cref="AuthEvent.Guidance.Detail"/>.</summary>
    UncoverMouth,

    /// <summary>The picture lies on its side.</summary>
    HoldUpright,

    /// <summary>The camera shows no colour, as grey and infrared ones.</summary>
    UseColourCamera,

    /// <summary>The camera shows too little detail, however still and close the person is.</summary>
    UseSharperCamera,

    /// <summary>Waiting for a blink.</summary>
    Blink,
}
