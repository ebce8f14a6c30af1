using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>What an endpoint counts as. Endpoints without one are not limited.</summary>
internal enum RateLimitKind
{
    /// <summary>Register, login, refresh.</summary>
    Auth,

    /// <summary>Creating a session.</summary>
    Session,
}

/// <summary>Limits per address and per owner, both at once, on the endpoints that say what they count as.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> limits, IRateCounts counts) : IConfigureOptions<RateLimiterOptions>
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
        if (KindOf(context) is not { } kind) yield break;
        yield return kind == RateLimitKind.Auth
            ? ($"auth {AddressOf(context)}", limits.Value.AuthPerAddress)
            : ($"session {AddressOf(context)}", limits.Value.SessionsPerAddress);
        if (kind == RateLimitKind.Session && Caller.Of(context.User) is { } caller)
            yield return (caller.Owner, caller.IsRelyingParty ? limits.Value.SessionsPerRelyingParty : limits.Value.SessionsPerUser);
    }

    static RateLimitKind? KindOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RateLimitMark>()?.Kind;

    /// <summary>An IPv6 customer has a /64 to choose from, so that is what is counted.</summary>
    internal static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return Convert.ToHexString(bytes[..8]);
    }
}

/// <summary>Endpoint metadata.</summary>
internal sealed record RateLimitMark(RateLimitKind Kind);
