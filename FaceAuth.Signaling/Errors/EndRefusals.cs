namespace FaceAuth.Signaling.Errors;

/// <summary>How a session that began can end without a decision; said on the data channel or the hub.</summary>
internal static class EndRefusals
{
    public static readonly Refusal Left = new("left", 409, "Left",
        "The browser left before there was a decision. Start again when you are ready.");

    public static readonly Refusal Lost = new("lost", 409, "Connection lost",
        "The connection was lost before there was a decision. Check the network and start again.");

    public static readonly Refusal NeverConnected = new("never_connected", 409, "No connection",
        "The browser could not reach the server's UDP port. Check firewall and network, or configure a TURN server.");

    public static readonly Refusal HandshakeFailed = new("handshake_failed", 409, "Handshake failed",
        "The encrypted connection could not be set up. Start again; if it stays so, try another browser.");

    public static readonly Refusal FingerprintMismatch = new("fingerprint_mismatch", 409, "Certificate mismatch",
        "The certificate is not the one the offer promised: something changed the offer on its way. Use a network you trust.");

    public static readonly Refusal NotDecodable = new("video_not_decodable", 409, "Video cannot be decoded",
        "Video came for three seconds, and no picture of it could be decoded. Send one plain stream of VP8, VP9, H264 or AV1; in a browser, "
        + "try another one.");

    public static readonly Refusal BadMessage = new("bad_message", 409, "Bad message",
        "A message from your side was not a JSON object as text, nested too deep, too large, or one too many. Mend the client, then start "
        + "again.");

    public static readonly Refusal TimedOut = new("timed_out", 409, "Time is up",
        "The session took longer than allowed. Start again.");

    public static readonly Refusal Cancelled = new("cancelled", 409, "Cancelled",
        "The session was cancelled by its owner. Start again if that was not meant.");

    /// <summary>The same to programs; to people it says which of the ways to cancel it was.</summary>
    public static Refusal SignedOut => Cancelled.With(
        "The session ended because its account signed out, or its password was changed. Sign in and start again.");

    /// <summary>Of a session that ran when the server was told to end.</summary>
    public static Refusal ServerStopped => Refusals.ServerStopping.With(
        "The server is shutting down, and this session ended with it. Start again in a few seconds; where there are several, another "
        + "takes over.");

    public static readonly Refusal SubjectErased = new("subject_erased", 409, "Erased meanwhile",
        "Whom this session is about was erased after it was created, so there is nobody to enroll or verify. Create a new session.");
}
