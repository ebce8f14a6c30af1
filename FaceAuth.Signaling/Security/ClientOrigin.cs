using System.Net;
using FaceAuth.Signaling.Limits;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Security;

/// <summary>Where the request came from that is being worked on, for the audit; the store seals it.</summary>
/// <remarks>It flows with the work: what a request starts, such as a session, keeps it until its end.</remarks>
internal static class ClientOrigin
{
    const int MostAgent = 256;

    static readonly AsyncLocal<AuditOrigin?> Flowing = new();

    /// <summary>Of the request that this work belongs to; null outside of any.</summary>
    public static AuditOrigin? Current => Flowing.Value;

    /// <summary>The client's address as attempts are counted by: one IPv4 address or one IPv6 /64; null where it is not known.</summary>
    public static string? Place => IPAddress.TryParse(Current?.Address, out var address) ? RateLimits.NetworkOf(address) : null;

    /// <summary>Behind what believes proxies, before all that may be audited.</summary>
    public static void UseClientOrigin(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        Take(context);
        await next(context);
    });

    /// <summary>Lets a request's origin flow with what its caller, an async method, does from here on.</summary>
    public static void Take(HttpContext context) => Flowing.Value = Of(context);

    /// <summary>As <see cref="Take(HttpContext)"/>, of a request that is over.</summary>
    public static void Take(AuditOrigin? origin) => Flowing.Value = origin;

    static AuditOrigin Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        var agent = context.Request.Headers.UserAgent.ToString();
        return new(address?.ToString(), agent.Length == 0 ? null : Plain(agent));
    }

    // nothing that a terminal or a log would act on
    static string Plain(string agent) => string.Create(Math.Min(agent.Length, MostAgent), agent, static (text, from) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = from[i] is >= ' ' and <= '~' ? from[i] : '?';
    });
}
