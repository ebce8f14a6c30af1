using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Verdicts;

/// <summary>
/// Writes a decision as a signed verdict: a compact JWS (RFC 7515) with ES256, bound to session, nonce and both DTLS certificates.
/// </summary>
/// <remarks>It holds no score: the browser sees it. Safe from many threads.</remarks>
internal sealed class VerdictSigner(TokenIssuer issuer, IAuthPipeline pipeline, IOptions<SignalingOptions> options)
{
    /// <summary>The <c>typ</c> of a verdict.</summary>
    public const string TokenType = "faceauth-verdict+jwt";

    /// <summary>Signs the verdict on a session.</summary>
    /// <param name="session">The session decided.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="subject">The owner's name for the subject; null when nobody was found.</param>
    /// <param name="enrolledAt">When the subject's face was enrolled; null where none is, or nobody was found.</param>
    /// <param name="group">The owner's name for the group that was searched; null for all of its subjects.</param>
    /// <param name="peer">The connection the video came by.</param>
    public string Sign(
        SessionRecord session, AuthDecision decision, string? subject, DateTimeOffset? enrolledAt, string? group, IMediaPeer peer)
    {
        var claims = new Dictionary<string, object>
        {
            ["sid"] = session.Id.ToString(),
            ["nonce"] = session.Nonce,
            ["purpose"] = Wire.Name(session.Purpose),
            ["policy"] = session.Policy,
            ["accepted"] = decision.Accepted,
            ["reasons"] = decision.Reasons.Select(Wire.Name).ToArray(),
            ["models"] = decision.Scores.Models.ToArray(),
            ["pack"] = pipeline.Readiness.Pack,
        };
        if (peer is PicturePeer) claims["via"] = "pictures";   // which came over HTTP: there is no DTLS to be bound to
        else claims["dtls"] = new Dictionary<string, object> { ["local"] = peer.LocalFingerprint, ["remote"] = peer.RemoteFingerprint };
        if (subject is not null) claims["sub"] = subject;
        if (subject is not null && enrolledAt is { } at) claims["enrolledAt"] = at.ToUnixTimeSeconds();
        if (group is not null) claims["group"] = group;
        return issuer.Sign(TokenType, session.Owner, options.Value.VerdictLifetime, claims);
    }
}
