namespace FaceAuth.Client;

/// <summary>A new session and what its browser needs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Token">Lets whoever has it run this session; good once, until <paramref name="ExpiresAt"/>. A secret.</param>
/// <param name="ExpiresAt">Until when it may begin.</param>
/// <param name="Nonce">What comes back in the verdict.</param>
/// <param name="Audience">The verdict's <c>aud</c>: the same for all sessions of an API key's owner.</param>
/// <param name="Hub">The hub's path.</param>
/// <param name="IceServers">STUN and TURN servers, for pages of your own.</param>
public sealed record StartedSession(
    Guid Id, string Token, DateTimeOffset ExpiresAt, string Nonce, string Audience, string Hub, IReadOnlyList<IceServer> IceServers)
{
    /// <summary>Without the token, so that it reaches no log.</summary>
    public override string ToString() => $"session {Id}, to begin before {ExpiresAt:O}";
}
