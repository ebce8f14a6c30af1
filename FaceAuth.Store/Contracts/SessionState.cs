namespace FaceAuth.Store.Contracts;

/// <summary>How far an authentication session is. It only ever moves forward.</summary>
public enum SessionState
{
    /// <summary>Created; its token has not been used.</summary>
    Created,

    /// <summary>Its token was used, once; a peer connection is being made or runs.</summary>
    Claimed,

    /// <summary>A decision was reached; final.</summary>
    Decided,

    /// <summary>It ended without a decision (left, lost, expired, failed); final.</summary>
    Ended,
}
