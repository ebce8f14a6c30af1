using System.Net;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Admin;
using FaceAuth.Signaling.Api.Legacy;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Health;

/// <summary>Whether the process is up, and whether it can do its work: for probes and for people.</summary>
internal static class HealthApi
{
    /// <summary>Checks with this tag decide on readiness.</summary>
    public const string ReadyTag = "ready";

    const string Draining = "draining";

    const string Elsewhere = "It does not work. The server's log says why, and so does this address when asked on the machine itself.";

    /// <summary>One part; when it does not work, what to do about it; when it does, what its operator should know all the same.</summary>
    internal sealed record Part(bool Ok, string? Problem, string? Notice);

    /// <summary>All parts, which models look at faces, and what the page offers.</summary>
    /// <remarks>
    /// Registration, mail, the console and the API's description are "open" or "closed"; the least policy is the mildest that a signed-in user may choose. The reason is
    /// "draining" on a server that stops, which is no fault.
    /// </remarks>
    internal sealed record Report(
        string Status, string? Reason, IReadOnlyDictionary<string, Part> Parts, int Sessions, string Pack, string Registration,
        string LeastPolicy, string Mail, string Console, string OpenApi);

    /// <summary>That the process answers.</summary>
    internal sealed record Liveness(string Status);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        // the reference system's, which its probes ask for whether or not its other paths are served
        routes.MapGet("/health", OverallAsync).AllowAnonymous().WithTags("Legacy")
            .Describe("legacyHealth", "See whether the server works")
            .Answers(200, new LegacyStatus("healthy")).Answers(503, new LegacyStatus("unhealthy"));
        group.MapGet("/live", () => TypedResults.Ok(new Liveness("live")));
        group.MapHealthChecks("/ready", new HealthCheckOptions
        {
            Predicate = DecidesOnReadiness,
            ResponseWriter = WriteAsync,
            AllowCachingResponses = true,   // which means: the headers are set elsewhere, for every answer
        });
    }

    static bool DecidesOnReadiness(HealthCheckRegistration check) => check.Tags.Contains(ReadyTag);

    /// <summary>In a word what <c>/health/ready</c> says.</summary>
    static async Task<IResult> OverallAsync(HealthCheckService checks, CancellationToken cancellation)
    {
        var isReady = (await checks.CheckHealthAsync(DecidesOnReadiness, cancellation)).Status != HealthStatus.Unhealthy;
        return Results.Json(
            new(isReady ? "healthy" : "unhealthy"), LegacyJson.Default.LegacyStatus,
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>
    /// Problems name files and folders, so they are told on the machine itself only: to a loopback address that no proxy
    /// forwards for.
    /// </summary>
    static bool IsLocal(HttpContext context) =>
        (context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    /// <remarks>What is degraded works on, and its operator is told in the part's notice.</remarks>
    static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var isLocal = IsLocal(context);
        var parts = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status != HealthStatus.Unhealthy
            ? new Part(true, null, isLocal ? entry.Value.Description : null)
            : new Part(false, isLocal && entry.Value.Description is { } problem ? problem : Elsewhere, null));
        var services = context.RequestServices;
        var registration = services.GetRequiredService<IOptions<AccountOptions>>().Value.Registration;
        return context.Response.WriteAsJsonAsync(new Report(
            report.Status != HealthStatus.Unhealthy ? "ready" : "not_ready",
            services.GetRequiredService<SessionLimits>().IsClosed ? Draining : null, parts,
            services.GetRequiredService<SessionRegistry>().Count,
            services.GetRequiredService<IAuthPipeline>().Readiness.Pack, Word(registration == Registration.Open),
            services.GetRequiredService<IOptions<SignalingOptions>>().Value.LeastPolicy,
            Word(services.GetRequiredService<AccountMails>().IsOpen),
            Word(services.GetRequiredService<IOptions<ConsoleOptions>>().Value.Enabled),
            Word(services.GetRequiredService<IOptions<WebOptions>>().Value.OpenApi)));
    }

    static string Word(bool isOpen) => isOpen ? "open" : "closed";
}
