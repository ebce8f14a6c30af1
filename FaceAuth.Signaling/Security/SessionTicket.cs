namespace FaceAuth.Signaling.Security;

/// <summary>What a checked session token stands for.</summary>
/// <param name="SessionId">The session (<c>sid</c>).</param>
/// <param name="TokenId">The token itself (<c>jti</c>).</param>
internal readonly record struct SessionTicket(Guid SessionId, string TokenId);
