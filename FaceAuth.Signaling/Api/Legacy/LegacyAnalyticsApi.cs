using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>What the audit says of the caller.</summary>
internal sealed record LegacyActivity(int Count, IReadOnlyList<LegacyActivityLine> Results);

/// <summary>One line of it.</summary>
internal sealed record LegacyActivityLine(DateTimeOffset Timestamp, string Action, Guid? SessionId, string? Outcome);

/// <summary>How the server stands, as far as its meters know.</summary>
internal sealed record LegacySystem(
    string Status, string Pack, int ActiveSessions, int MaxSessions, int MediaPeers, long SessionsStarted,
    IReadOnlyDictionary<string, long> SessionsEnded, IReadOnlyDictionary<string, long> Refused);

/// <summary>What pictures and decisions took, since the server started; null where nothing was measured.</summary>
internal sealed record LegacyPerformance(
    long FramesReceived, long FramesAnalysed, IReadOnlyDictionary<string, long> FramesDropped,
    IReadOnlyDictionary<string, long> Decisions, LegacyTime? LatencyMs, IReadOnlyDictionary<string, LegacyTime> StagesMs);

/// <summary>Milliseconds of all measurements.</summary>
internal sealed record LegacyTime(long Count, double Mean, double Max);

/// <summary>The reference system's analytics, from the audit log and the meters: what nobody measures is not there.</summary>
internal static class LegacyAnalyticsApi
{
    const int MostLines = 200;

    public static void MapLegacyAnalytics(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/analytics").RequireAuthorization(Policies.Owner);
        group.MapGet("/user-activity", ActivityAsync);
        group.MapGet("/system-metrics", System);
        group.MapGet("/performance", Performance);
    }

    /// <summary>The caller's own, and nobody else's.</summary>
    static async Task<IResult> ActivityAsync(Caller caller, IAuditLog audit, int? limit, CancellationToken cancellation)
    {
        if (limit is < 1 or > MostLines) return Problems.Of(Refusals.BadRequest.With($"Set limit to 1 to {MostLines}, or leave it out."));
        var entries = await audit.RecentAsync(caller.Owner, limit ?? 50, cancellation);
        var lines = entries.Select(entry => new LegacyActivityLine(entry.At, entry.Action, entry.SessionId, entry.Decision?.Outcome))
            .ToList();
        return Results.Json(new(lines.Count, lines), LegacyJson.Default.LegacyActivity);
    }

    static IResult System(
        SessionRegistry registry, SessionReadiness readiness, IAuthPipeline pipeline, IMediaServer media, MeterTotals totals,
        IOptions<SignalingOptions> options) => Results.Json(
        new(
            readiness.IsReady ? "ready" : "not_ready", pipeline.Readiness.Pack, registry.Count, options.Value.MaxSessions,
            media.Snapshot().Peers, (long)totals.Sum("faceauth.signaling.sessions.started"),
            Counts(totals, "faceauth.signaling.sessions.ended"), Counts(totals, "faceauth.signaling.refused")),
        LegacyJson.Default.LegacySystem);

    static IResult Performance(MeterTotals totals) => Results.Json(
        new(
            (long)totals.Sum("faceauth.pipeline.pictures.in"), (long)totals.Sum("faceauth.pipeline.pictures.analysed"),
            Counts(totals, "faceauth.pipeline.pictures.dropped"), Counts(totals, "faceauth.pipeline.decisions"),
            totals.Of("faceauth.pipeline.latency").Select(total => Time(total.Value)).FirstOrDefault(),
            totals.Of("faceauth.pipeline.stage.time").ToDictionary(total => total.Key, total => Time(total.Value))),
        LegacyJson.Default.LegacyPerformance);

    static Dictionary<string, long> Counts(MeterTotals totals, string instrument) =>
        totals.Of(instrument).ToDictionary(total => total.Key, total => (long)total.Value.Sum);

    static LegacyTime Time(MeterTotal seconds) => new(
        seconds.Count, Math.Round(1000 * seconds.Sum / seconds.Count, 2), Math.Round(1000 * seconds.Most, 2));
}
