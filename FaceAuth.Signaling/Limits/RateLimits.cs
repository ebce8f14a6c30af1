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
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
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

    /// <summary>A WebSocket that is none of the hub's; counted once it knows who comes, by <see cref="ConnectionRates"/>.</summary>
    Socket,
}

/// <summary>Limits per address and per owner, both at once, on the endpoints that say what they count as.</summary>
/// <remarks>
/// Whoever has a credential is counted apart from those who bring none, or a forged one: behind an office's address, or a proxy that
/// nobody named, strangers lock out nobody.
/// </remarks>
internal sealed class RateLimits(
    IOptions<RateLimitOptions> limits, SessionRates sessions, ConnectionRates connections, IRateCounts counts)
    : IConfigureOptions<RateLimiterOptions>
{
    /// <inheritdoc/>
    public void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = new RequestLimiter(IsCounted, CountedAsync, counts);
        options.OnRejected = static async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : RequestLimiter.Window;
            rejected.HttpContext.Response.Headers.RetryAfter =
                Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Problems.WriteAsync(rejected.HttpContext, Refusals.TooManyRequests);
        };
    }

    static bool IsCounted(HttpContext context) => MarkOf(context) is { Kind: var kind }
        && (kind is RateLimitKind.Auth or RateLimitKind.Session || (kind is RateLimitKind.Hub && AsksForConnection(context)));

    /// <summary>What a request is counted for, each with how many are allowed in a minute.</summary>
    async ValueTask<IEnumerable<(string Key, int Most)>> CountedAsync(HttpContext context)
    {
        var (mark, address, caller) = (MarkOf(context)!, AddressOf(context), Caller.Of(context.User));
        switch (mark.Kind)
        {
            case RateLimitKind.Session:
                return sessions.Of(address, caller);
            case RateLimitKind.Hub:
                // authorization asks the same later, and is answered what was found here
                var isKnown = (await context.AuthenticateAsync(Schemes.Session)).Succeeded;
                return connections.Of(address, isKnown ? IdOf(SessionScheme.TokenOf(context.Request)) : null);
            default:
                // who may sign in as anybody is counted by address, whatever they bring; a user by sign-in, as refreshes are: whoever
                // has a stolen token of theirs leaves them their other sign-ins to change the password with
                var who = caller is null || !NeedsCaller(context) ? address
                    : caller.SignIn is { } signIn ? $"sign-in {signIn:N}" : caller.Owner;
                return [($"auth {mark.Name} {who}", limits.Value.AuthPerAddress)];
        }
    }

    static bool NeedsCaller(HttpContext context) => context.GetEndpoint()!.Metadata is var said
        && said.GetMetadata<IAuthorizeData>() is not null && said.GetMetadata<IAllowAnonymous>() is null;

    /// <summary>Whether a request to the hub is for a connection that is not there yet; what uses one names its id.</summary>
    static bool AsksForConnection(HttpContext context) =>
        context.GetEndpoint()!.Metadata.GetMetadata<NegotiateMetadata>() is not null || !context.Request.Query.ContainsKey("id");

    /// <summary>Stands for a token as far as its signature covers it: the signature itself can be written in more than one way.</summary>
    static string IdOf(string token) => Convert.ToHexString(
        SHA256.HashData(Encoding.UTF8.GetBytes(token.LastIndexOf('.') is > 0 and var end ? token[..end] : token)));

    static RateLimitMark? MarkOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RateLimitMark>();

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
/// <param name="Kind">What it counts as.</param>
/// <param name="Name">Of <see cref="RateLimitKind.Auth"/>, what it is counted with, apart from all others.</param>
internal sealed record RateLimitMark(RateLimitKind Kind, string Name = "");
