namespace FaceAuth.Media.Ice;

/// <summary>Why a STUN message was not used.</summary>
internal enum IceDiscard
{
    /// <summary>Not STUN, not Binding, wrong lengths, a wrong or no FINGERPRINT.</summary>
    Malformed,

    /// <summary>A request without USERNAME or MESSAGE-INTEGRITY: answered 400.</summary>
    BadRequest,

    /// <summary>Another username, or an integrity that the password does not give: answered 401.</summary>
    Unauthorized,

    /// <summary>Attributes that must be understood and are not: answered 420.</summary>
    UnknownAttribute,

    /// <summary>Both sides want the same role: answered 487.</summary>
    RoleConflict,

    /// <summary>A response that no request of ours waits for, from another address, or forged.</summary>
    UnexpectedResponse,
}
