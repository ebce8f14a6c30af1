namespace FaceAuth.Pipeline.Contracts;

/// <summary>Why a person was not accepted. Wire names are the same in snake case.</summary>
public enum ReasonCode
{
    /// <summary>No face was seen, or not long enough.</summary>
    NoFace,

    /// <summary>More than one face was seen.</summary>
    OneFaceOnly,

    /// <summary>The face was covered.</summary>
    FaceObstructed,

    /// <summary>Pictures were too small, dark, blurred or turned away.</summary>
    PoorQuality,

    /// <summary>No sign of life in time.</summary>
    NoSignOfLife,

    /// <summary>A challenge was not answered in time.</summary>
    ChallengeFailed,

    /// <summary>The colours of the page's surround were not seen in the light on the face. Only where a policy needs them.</summary>
    LightNotSeen,

    /// <summary>It looks like a presentation attack: a print, a screen, a mask.</summary>
    SpoofSuspected,

    /// <summary>The video seems to come past the camera. Only where the policy refuses on such a signal.</summary>
    InjectionSuspected,

    /// <summary>The face is not the subject's, or nobody's in the gallery.</summary>
    NotSamePerson,

    /// <summary>The face to enrol is another subject's of the same owner. Only where known faces are refused.</summary>
    KnownAsAnother,

    /// <summary>Time ran out before there was enough evidence.</summary>
    TimedOut,

    /// <summary>No picture arrived in time.</summary>
    NoVideo,

    /// <summary>
    /// The server had too much to do to look at enough pictures; nothing was decided about the person, who may try again.
    /// </summary>
    ServerBusy,

    /// <summary>A model or the store failed; nothing was decided about the person.</summary>
    InternalError,

    /// <summary>The store cannot be written, as on a full disk; nothing was decided about the person, and nothing stored.</summary>
    StorageFull,

    /// <summary>The store does not answer; nothing was decided about the person.</summary>
    StoreUnavailable,
}
