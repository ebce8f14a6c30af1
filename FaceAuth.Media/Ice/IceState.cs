namespace FaceAuth.Media.Ice;

/// <summary>How far an agent is.</summary>
internal enum IceState
{
    /// <summary>No check has succeeded yet.</summary>
    Checking,

    /// <summary>At least one pair is valid: data may flow.</summary>
    Connected,

    /// <summary>No check succeeded in time; final.</summary>
    NeverConnected,

    /// <summary>Consent to send ran out (RFC 7675); final.</summary>
    ConsentExpired,
}
