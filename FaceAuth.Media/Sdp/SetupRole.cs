namespace FaceAuth.Media.Sdp;

/// <summary>Who opens the DTLS connection (RFC 4145 §4).</summary>
internal enum SetupRole
{
    Unknown,
    Active,
    Passive,
    ActPass,
    HoldConn,
}
