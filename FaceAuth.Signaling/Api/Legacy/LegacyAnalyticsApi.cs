using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>What the audit says of the caller.</summary>
internal sealed record LegacyActivity(
    [Field("How many.", Least = 0)] int Count, [Field("The lines, the latest first.")] IReadOnlyList<LegacyActivityLine> Results);

/// <summary>One line of it.</summary>
internal sealed record LegacyActivityLine(
    [Field("When.")] DateTimeOffset Timestamp,
    [Field("What was done.")] string Action,
    [Field("In which session.")] Guid? SessionId,
    [Field("How it ended.")] string? Outcome);

/// <summary>How the server stands, as far as its meters know.</summary>
internal sealed record LegacySystem(
    [Field("Whether it takes sessions.", OneOf = "ready not_ready")] string Status,
    [Field("Which models look.")] string Pack,
    [Field("Sessions that run.", Least = 0)] int ActiveSessions,
    [Field("Sessions that may run.", Least = 0)] int MaxSessions,
    [Field("Connections with video.", Least = 0)] int MediaPeers,
    [Field("Sessions since the server started.", Least = 0)] long SessionsStarted,
    [Field("Of those, how many ended how.")] IReadOnlyDictionary<string, long> SessionsEnded,
    [Field("Refusals by code, for the staff; empty for others.")] IReadOnlyDictionary<string, long> Refused);

/// <summary>What pictures and decisions took, since the server started; null where nothing was measured.</summary>
internal sealed record LegacyPerformance(
    [Field("Pictures that came.", Least = 0)] long FramesReceived,
    [Field("Pictures looked at.", Least = 0)] long FramesAnalysed,
    [Field("Pictures dropped, by why.")] IReadOnlyDictionary<string, long> FramesDropped,
    [Field("Decisions, by which.")] IReadOnlyDictionary<string, long> Decisions,
    LegacyTime? LatencyMs,
    [Field("What each stage took.")] IReadOnlyDictionary<string, LegacyTime> StagesMs);

/// <summary>Milliseconds of all measurements.</summary>
internal sealed record LegacyTime(
    [Field("Measurements.", Least = 0)] long Count, [Field("Their mean.")] double Mean, [Field("The largest.")] double Max);

/// <summary>The reference system's analytics, from the audit log and the meters: what nobody measures is not there.</summary>
internal static class LegacyAnalyticsApi
{
    const int MostLines = 200;

    public static void MapLegacyAnalytics(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/analytics").RequireAuthorization(Policies.Sessions);
        var line = new LegacyActivityLine(
            new(2026, 3, 1, 8, 30, 0, TimeSpan.Zero), "session.ended", Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"), "accepted");
        var none = new Dictionary<string, long>();
        group.MapGet("/user-activity", ActivityAsync)
            .Describe("legacyUserActivity", "Read what the audit says of oneself").Answers(200, new LegacyActivity(1, [line]));
        group.MapGet("/system-metrics", System)
            .Describe("legacySystemMetrics", "See how the server stands")
            .Answers(200, new LegacySystem("ready", "starter", 2, 64, 2, 17, new Dictionary<string, long> { ["accepted"] = 15 }, none));
        group.MapGet("/performance", Performance)
            .Describe("legacyPerformance", "See what pictures and decisions took")
            .Answers(200, new LegacyPerformance(
                900, 850, none, new Dictionary<string, long> { ["verify.true.none"] = 15 }, new(850, 41.5, 130.2),
                new Dictionary<string, LegacyTime> { ["detect"] = new(850, 9.5, 31.1) }));
    }

    /// <summary>The caller's own, and nobody else's.</summary>
    static async Task<IResult> ActivityAsync(Caller caller, IAuditLog audit,
        [Field("Lines at most; left out, 50.", Least = 1, Most = MostLines)] int? limit, CancellationToken cancellation)
    {
        if (limit is < 1 or > MostLines) return Problems.Of(Refusals.BadRequest.With($"Set limit to 1 to {MostLines}, or leave it out."));
        var entries = await audit.RecentAsync(caller.Owner, limit ?? 50, cancellation);
        var lines = entries.Select(entry => new LegacyActivityLine(entry.At, entry.Action, entry.SessionId, entry.Decision?.Outcome))
            .ToList();
        return Results.Json(new(lines.Count, lines), LegacyJson.Default.LegacyActivity);
    }

    static IResult System(
        SessionRegistry registry, SessionReadiness readiness, IAuthPipeline pipeline, IMediaServer media, MeterTotals totals,
        IOptions<SignalingOptions> options, HttpContext context) => Results.Json(
        new(
            readiness.IsReady ? "ready" : "not_ready", pipeline.Readiness.Pack, registry.Count, options.Value.MaxSessions,
            media.Snapshot().Peers, (long)totals.Sum("faceauth.signaling.sessions.started"),
            Counts(totals, "faceauth.signaling.sessions.ended"),
            // what others were refused is nobody's but the staff's
            Staff.Of(context.User) is null ? [] : Counts(totals, "faceauth.signaling.refused")),
        LegacyJson.Default.LegacySystem);

    static IResult Performance(MeterTotals totals) => Results.Json(
        new(
            (long)totals.Sum("faceauth.pipeline.pictures.in"), (long)totals.Sum("faceauth.pipeline.pictures.analysed"),
            Counts(totals, "faceauth.pipeline.pictures.dropped"), Counts(totals, "faceauth.pipeline.decisions"),
            totals.Of("faceauth.pipeline.latency").Select(total => Time(total.Value)).FirstOrDefault(),
            totals.Of("faceauth.pipeline.stage.time").ToDictionary(total => SnakeCase(total.Key), total => Time(total.Value))),
        LegacyJson.Default.LegacyPerformance);

    static Dictionary<string, long> Counts(MeterTotals totals, string instrument) =>
        totals.Of(instrument).ToDictionary(total => SnakeCase(total.Key), total => (long)total.Value.Sum);

    /// <summary>Some tags' values are names of the program's own, such as NoSignOfLife.</summary>
    static string SnakeCase(string values) => string.Join('.', values.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));

    static LegacyTime Time(MeterTotal seconds) => new(
        seconds.Count, Math.Round(1000 * seconds.Sum / seconds.Count, 2), Math.Round(1000 * seconds.Most, 2));
}
