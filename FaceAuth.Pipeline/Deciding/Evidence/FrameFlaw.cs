namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>Why a picture is no evidence; the first that applies.</summary>
internal enum FrameFlaw
{
    /// <summary>None: it counts.</summary>
    None,

    /// <summary>There is no face.</summary>
    NoFace,

    /// <summary>There are several faces.</summary>
    ManyFaces,

    /// <summary>The picture lies on its side, or stands on its head.</summary>
    OnItsSide,

    /// <summary>Something covers the face.</summary>
    Obstructed,

    /// <summary>The face is too small.</summary>
    TooSmall,

    /// <summary>The face fills too much of the picture.</summary>
    TooLarge,

    /// <summary>The border cuts the face off.</summary>
    CutOff,

    /// <summary>Too dark.</summary>
    TooDark,

    /// <summary>The camera shows no colour: grey, or one colour throughout as infrared ones do.</summary>
    Colourless,

    /// <summary>Blurred.</summary>
    Blurred,

    /// <summary>The head is turned, nodded or tilted too far.</summary>
    TurnedAway,
}
