namespace FaceAuth.Media.Sdp;

/// <summary>Who sends in a media section, seen by its writer (RFC 8866 §6.7).</summary>
internal enum MediaDirection
{
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}
