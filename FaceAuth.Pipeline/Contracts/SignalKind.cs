namespace FaceAuth.Pipeline.Contracts;

/// <summary>
/// What may betray video that came past the camera (injection, CEN/TS 18099). Wire names are the same in snake case.
/// </summary>
public enum SignalKind
{
    /// <summary>Pictures that a camera had already sent, as they were or encoded anew.</summary>
    RepeatedPictures,

    /// <summary>Noise and exposure that never change, as no sensor's do.</summary>
    StillSensor,

    /// <summary>Capture times that do not keep time with arrival.</summary>
    CameraClock,

    /// <summary>ClientHello, description and header extensions that no browser like the one it says to be sends.</summary>
    ClientIdentity,

    /// <summary>Packets of a picture and pictures spaced as no camera and browser space them.</summary>
    Pacing,

    /// <summary>How late and how exactly a picture that was asked for anew came.</summary>
    KeyframeAnswer,

    /// <summary>What the page says of the camera: a name or abilities that programs have and cameras lack.</summary>
    CameraProbe,

    /// <summary>The colours of the page's surround in the light on the face.</summary>
    Light,
}
