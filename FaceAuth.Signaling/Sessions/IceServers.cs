using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FaceAuth.Signaling.OpenApi;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Sessions;

/// <summary>One server as <c>RTCIceServer</c> wants it (https://www.w3.org/TR/webrtc/#rtciceserver-dictionary).</summary>
internal sealed record IceServerEntry(
    [Field("Addresses, such as turn:turn.example.org:3478.")] IReadOnlyList<string> Urls,
    [Field("For a TURN server.")] string? Username,
    [Field("For a TURN server; good as long as the session may take.")] string? Credential);

/// <summary>Makes each session's list of STUN and TURN servers.</summary>
internal sealed class IceServers(IOptions<IceServerOptions> options, TimeProvider time)
{
    /// <summary>The list for a session; TURN credentials from a shared secret are good for <paramref name="lifetime"/>.</summary>
    public IReadOnlyList<IceServerEntry> For(Guid sessionId, TimeSpan lifetime) =>
        [.. options.Value.Servers.Select(server => Entry(server, sessionId, lifetime))];

    /// <summary>
    /// User name "expiry:session", password its HMAC-SHA1 under the secret
    /// (https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00#section-2.2).
    /// </summary>
    [SuppressMessage("Security", "CA5350", Justification = "TURN servers fix HMAC-SHA1 for this; as a MAC it is unbroken.")]
    IceServerEntry Entry(IceServer server, Guid sessionId, TimeSpan lifetime)
    {
        if (server.Secret is null) return new(server.Urls, server.UserName, server.Credential);
        var expiry = (time.GetUtcNow() + lifetime).ToUnixTimeSeconds();
        var name = string.Create(CultureInfo.InvariantCulture, $"{expiry}:{sessionId}");
        var mac = HMACSHA1.HashData(Encoding.UTF8.GetBytes(server.Secret), Encoding.UTF8.GetBytes(name));
        return new(server.Urls, name, Convert.ToBase64String(mac));
    }
}
