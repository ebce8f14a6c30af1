using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>What an endpoint counts as. Endpoints without one are not limited.</summary>
internal enum RateLimitKind
{
    /// <summary>Register, login, reset.</summary>
    Auth,

    /// <summary>Refresh and logout: counted once their token is read, see <see cref="TokenRates"/>.</summary>
    Token,

    /// <summary>Creating a session.</summary>
    Session,

    /// <summary>The hub: asking for a connection counts, using it does not.</summary>
    Hub,

    /// <summary>A WebSocket that is none of the hub's; counted with those.</summary>
    Socket,
}

/// <summary>Limits per address and per owner, both at once, on the endpoints that say what they count as.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> limits, SessionRates sessions, IRateCounts counts)
    : IConfigureOptions<RateLimiterOptions>
{
    /// <inheritdoc/>
    public void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = new RequestLimiter(Counted, counts);
        options.OnRejected = static async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : RequestLimiter.Window;
            rejected.HttpContext.Response.Headers.RetryAfter =
                Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Problems.WriteAsync(rejected.HttpContext, Refusals.TooManyRequests);
        };
    }

    /// <summary>What a request is counted for, each with how many are allowed in a minute; nothing where it is not limited.</summary>
    IEnumerable<(string Key, int Most)> Counted(HttpContext context)
    {
        switch (KindOf(context))
        {
            case RateLimitKind.Auth:
                yield return ($"auth {AddressOf(context)}", limits.Value.AuthPerAddress);
                break;
            case RateLimitKind.Session:
                foreach (var counted in sessions.Of(AddressOf(context), Caller.Of(context.User))) yield return counted;
                break;
            case RateLimitKind.Socket:
                yield return ($"hub {AddressOf(context)}", limits.Value.ConnectionsPerAddress);
                break;
            case RateLimitKind.Hub when AsksForConnection(context):
                yield return ($"hub {AddressOf(context)}", limits.Value.ConnectionsPerAddress);
                yield return ($"token {IdOf(SessionScheme.TokenOf(context.Request))}", limits.Value.ConnectionsPerSession);
                break;
        }
    }

    /// <summary>Whether a request to the hub is for a connection that is not there yet; what uses one names its id.</summary>
    static bool AsksForConnection(HttpContext context) =>
        context.GetEndpoint()!.Metadata.GetMetadata<NegotiateMetadata>() is not null || !context.Request.Query.ContainsKey("id");

    /// <summary>Stands for a token as far as its signature covers it: the signature itself can be written in more than one way.</summary>
    static string IdOf(string token) => Convert.ToHexString(
        SHA256.HashData(Encoding.UTF8.GetBytes(token.LastIndexOf('.') is > 0 and var end ? token[..end] : token)));

    static RateLimitKind? KindOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RateLimitMark>()?.Kind;

    internal static string AddressOf(HttpContext context) => NetworkOf(context.Connection.RemoteIpAddress ?? IPAddress.None);

    /// <summary>An IPv6 customer has a /64 to choose from, so that is what is counted.</summary>
    internal static string NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return Convert.ToHexString(bytes[..8]);
    }
}

/// <summary>Endpoint metadata.</summary>
internal sealed record RateLimitMark(RateLimitKind Kind);
