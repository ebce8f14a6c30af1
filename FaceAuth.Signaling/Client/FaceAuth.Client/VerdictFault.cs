namespace FaceAuth.Client;

/// <summary>Why a verdict was not taken.</summary>
public enum VerdictFault
{
    /// <summary>It is no compact JWS, or too long to be one of ours.</summary>
    Malformed,

    /// <summary>It is signed otherwise than by ES256, or not at all.</summary>
    WrongAlgorithm,

    /// <summary>Its <c>typ</c> is another: it is signed by the server, and no verdict.</summary>
    WrongType,

    /// <summary>The server publishes no key of that id.</summary>
    UnknownKey,

    /// <summary>The key did not make this signature.</summary>
    WrongSignature,

    /// <summary>Another issuer's.</summary>
    WrongIssuer,

    /// <summary>It was made for somebody else.</summary>
    WrongAudience,

    /// <summary>Its time is over, or it has none.</summary>
    Expired,

    /// <summary>Another session's.</summary>
    WrongSession,

    /// <summary>Another nonce's: an old one, or not for who asked.</summary>
    WrongNonce,

    /// <summary>For another purpose: an enrolment verifies nobody.</summary>
    WrongPurpose,

    /// <summary>About somebody else.</summary>
    WrongSubject,

    /// <summary>Under another policy.</summary>
    WrongPolicy,

    /// <summary>Of another group's search.</summary>
    WrongGroup,
}
