namespace FaceAuth.Client;

/// <summary>A STUN or TURN server, as browsers take them.</summary>
/// <param name="Urls">Its addresses.</param>
/// <param name="Username">For TURN.</param>
/// <param name="Credential">For TURN. A secret.</param>
public sealed record IceServer(IReadOnlyList<string> Urls, string? Username = null, string? Credential = null)
{
    /// <summary>Without the credential, so that it reaches no log.</summary>
    public override string ToString() => string.Join(' ', Urls);
}
