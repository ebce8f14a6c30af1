namespace FaceAuth.Signaling.Security;

/// <summary>What a signed token is for.</summary>
/// <remarks>
/// One key signs all of them, so each has its own <c>typ</c> and audience and is checked for both (RFC 8725 §3.11,
/// https://www.rfc-editor.org/rfc/rfc8725#section-3.11).
/// </remarks>
/// <param name="Type">The <c>typ</c> header.</param>
/// <param name="Audience">The <c>aud</c> claim.</param>
/// <param name="Name">What it is counted under.</param>
internal sealed record TokenKind(string Type, string Audience, string Name)
{
    /// <summary>A signed-in user's access token.</summary>
    public static readonly TokenKind Access = new("at+jwt", "faceauth:api", "access");

    /// <summary>A signed-in user's refresh token.</summary>
    public static readonly TokenKind Refresh = new("faceauth-refresh+jwt", "faceauth:refresh", "refresh");

    /// <summary>What a passkey was asked, until it answers.</summary>
    public static readonly TokenKind Passkey = new("faceauth-passkey+jwt", "faceauth:passkey", "passkey");

    /// <summary>A sign-in to the console, in its cookie.</summary>
    public static readonly TokenKind Console = new("faceauth-console+jwt", "faceauth:console", "console");

    /// <summary>One session's token for the hub.</summary>
    public static readonly TokenKind Session = new("faceauth-session+jwt", "faceauth:session", "session");
}
