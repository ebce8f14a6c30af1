using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Pipeline.Stages;
using FaceAuth.Signaling.Tests.Hosting;
using FaceAuth.Signaling.Tests.OpenApi;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FaceAuth.Signaling.Tests.Telemetry;

/// <summary>A real server that tells a real collector of its sessions.</summary>
public sealed class OtlpTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);   // real time, of which a session takes a few seconds

    [Fact]
    public async Task A_session_is_one_trace_from_the_hub_to_the_store()
    {
        await using var collector = await OtlpCollector.StartAsync();

        var (id, filmed) = await RunSessionsAsync(
            $"Telemetry:Endpoint={collector.Address}", "Telemetry:Protocol=Http", "Telemetry:Traces=true", "Telemetry:Metrics=true",
            "Telemetry:Logs=true");

        Assert.Equal(
            ["hub offer", "media connect", "pipeline run", "session", "store read", "store write"],
            TraceOf(collector, id).Select(span => span.Name).Distinct().Order());
        Assert.Contains("faceauth.signaling.sessions.ended", collector.TextOf("metrics"), StringComparison.Ordinal);
        Assert.Contains(id, collector.TextOf("traces"), StringComparison.Ordinal);
        Assert.Contains(id, collector.TextOf("logs"), StringComparison.Ordinal);
        Assert.All(["traces", "metrics", "logs"], signal =>
            Assert.DoesNotContain("subject-of-the-shop", collector.TextOf(signal), StringComparison.Ordinal));
        AssertStages(TraceOf(collector, filmed));
    }

    [Fact]
    public async Task The_standard_variables_switch_signals_on_and_off()
    {
        await using var collector = await OtlpCollector.StartAsync();

        await RunSessionAsync(
            $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "OTEL_LOGS_EXPORTER=none",
            "OTEL_SERVICE_NAME=the-door");

        Assert.Contains("the-door", collector.TextOf("traces"), StringComparison.Ordinal);
        Assert.Contains("the-door", collector.TextOf("metrics"), StringComparison.Ordinal);
        Assert.Equal("", collector.TextOf("logs"));
    }

    /// <summary>Of a session with pictures: the peer's and the run's span below the offer's, each stage and question below the run's.</summary>
    static void AssertStages(IReadOnlyList<OtlpCollector.Span> trace)
    {
        var offer = Child(Assert.Single(trace, span => span.Parent.Length == 0), "hub offer");
        Child(offer, "media connect");
        var run = Child(offer, "pipeline run");
        foreach (var stage in StageNames.All) Child(run, $"stage {stage}");
        var asked = trace.Where(span => span.Parent == run.Id && span.Name == "pipeline ask").Select(span => span.Id).ToList();
        Assert.Contains(trace, span => span.Name == "store write" && asked.Contains(span.Parent));   // the face that was enrolled

        OtlpCollector.Span Child(OtlpCollector.Span of, string name) =>
            Assert.Single(trace, span => span.Parent == of.Id && span.Name == name);
    }

    /// <summary>The spans of a session's trace, which has one root.</summary>
    static List<OtlpCollector.Span> TraceOf(OtlpCollector collector, string session)
    {
        var root = Assert.Single(collector.Spans(), span => span.Name == "session" && span.Says(session));
        Assert.Equal("", root.Parent);
        return [.. collector.Spans().Where(span => span.Trace == root.Trace)];
    }

    /// <summary>A session that is offered and cancelled, on a server that is ended in good order.</summary>
    static async Task RunSessionAsync(params string[] settings)
    {
        await using var server = await RunningServer.StartAsync(settings);
        await server.OfferAndCancelAsync("subject-of-the-shop");
        server.Signal("TERM");
        Assert.Equal(0, await server.EndAsync());
    }

    /// <summary>One as above and one that a camera films until the verdict, on the same server.</summary>
    static async Task<(string Cancelled, string Filmed)> RunSessionsAsync(params string[] settings)
    {
        await using var server = await RunningServer.StartAsync(settings);
        var (cancelled, _) = await server.OfferAndCancelAsync("subject-of-the-shop");
        var filmed = await FilmAsync(server);
        server.Signal("TERM");
        Assert.Equal(0, await server.EndAsync());
        return (cancelled, filmed);
    }

    /// <summary>Enrols a rendered person over the reference system's requests alone, by real video over a real peer connection.</summary>
    static async Task<string> FilmAsync(RunningServer server)
    {
        await using var camera = await ClipCamera.StartAsync();
        var offer = new { offer = new { type = "offer", sdp = camera.OfferSdp }, session_type = "enrollment", user_id = "anton" };
        using var answer = await server.Http.PostAsJsonAsync("/api/streaming/webrtc/offer/", offer);
        var answered = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, answered.ToString());
        using var candidate = await server.Http.PostAsJsonAsync(
            "/api/streaming/webrtc/ice/", new { candidate = new { candidate = "candidate:1 1 udp 1 192.0.2.1 9 typ host" } });
        Assert.Equal(HttpStatusCode.OK, candidate.StatusCode);
        using var unasked = await server.Http.PostAsJsonAsync(
            "/api/streaming/webrtc/answer/", new { answer = new { type = "answer", sdp = "v=0" } });
        await unasked.AssertProblemAsync(HttpStatusCode.Conflict, "session_ended");   // the server offers nothing

        using var enough = new CancellationTokenSource();
        var filming = camera.FilmAsync(
            Path.Combine(Checkout.Root, "tests", "clips", "anton_enrol.mp4"),
            answered.GetProperty("answer").GetProperty("sdp").GetString()!, enough.Token);
        var id = answered.GetProperty("session_id").GetString()!;
        var session = await EndedAsync(server, id, filming);
        await enough.CancelAsync();
        await filming;

        Assert.True(session.GetProperty("outcome").GetString() == "accepted", $"{session}\n{server.Log}");
        var verdict = new JsonWebToken(session.GetProperty("verdict").GetString());
        Assert.Equal(("anton", id), (verdict.Subject, verdict.GetClaim("sid").Value));
        return id;
    }

    static async Task<JsonElement> EndedAsync(RunningServer server, string id, Task filming)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var session = await server.Http.JsonAsync($"/v1/sessions/{id}");
            if (session.TryGetProperty("outcome", out _)) return session;
            if (filming.IsFaulted) await filming;
            await Task.Delay(100, limit.Token);
        }
    }
}
