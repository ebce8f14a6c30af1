using System.Net;
using System.Text.RegularExpressions;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.Tests.Telemetry;

public sealed class MetricsApiTests
{
    [Theory]
    [InlineData("/metrics")]
    [InlineData("/metrics/")]
    public async Task Prometheus_gets_every_metric_in_its_own_format(string path)
    {
        await using var host = new HostApplication(("Telemetry:Prometheus", "true"));
        using var party = await host.RelyingPartyAsync();
        var session = await LiveSession.OpenAsync(host, party, new { purpose = "enroll", subject = "subject-of-the-shop" });
        session.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NoFace)));
        await session.EndAsync();
        (await party.GetAsync("/v1/subjects/subject-of-the-shop")).Dispose();

        using var client = host.CreateClient();
        using var answer = await client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains("# TYPE faceauth_signaling_sessions_ended_total counter\n", text, StringComparison.Ordinal);
        Assert.Matches("faceauth_signaling_sessions_ended_total[{]outcome=\"rejected\",purpose=\"enroll\"[}] [1-9]", text);
        Assert.Matches("http_server_request_duration_seconds_bucket[{].*le=\"[+]Inf\"[}] [1-9]", text);
        Assert.Contains("dotnet_gc_collections_total", text, StringComparison.Ordinal);
        Assert.DoesNotContain("subject-of-the-shop", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{session.Id}", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(
            new Regex("""^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*|[a-zA-Z_:][a-zA-Z0-9_:]*([{].*[}])? [0-9.E+-]+)$"""), line));
    }

    [Fact]
    public async Task Nobody_gets_metrics_where_they_are_not_switched_on()
    {
        await using var host = new HostApplication();
        using var client = host.CreateClient();

        using var answer = await client.GetAsync("/metrics");

        await answer.AssertProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData(9464, 200)]
    [InlineData(8080, 404)]
    public async Task Where_they_have_a_port_of_their_own_no_other_answers_whatever_its_host_says(int port, int expected)
    {
        await using var host = new HostApplication(("Telemetry:Prometheus", "true"), ("Telemetry:PrometheusPort", "9464"));
        _ = host.Services;

        var answer = await host.Server.SendAsync(context =>
        {
            context.Request.Method = "GET";
            context.Request.Path = "/metrics";
            context.Request.Host = new("localhost", 9464);
            context.Connection.LocalPort = port;
        });

        Assert.Equal(expected, answer.Response.StatusCode);
    }

    [Theory]
    [InlineData("/metrics/", 200)]
    [InlineData("/v1/sessions", 404)]
    [InlineData("/health/ready", 404)]
    [InlineData("/.well-known/jwks.json", 404)]
    [InlineData("/", 404)]
    [InlineData("/admin", 404)]
    [InlineData("/metrics/../v1/sessions", 404)]
    public async Task Nothing_else_answers_on_their_port(string path, int expected)
    {
        await using var host = new HostApplication(("Telemetry:Prometheus", "true"), ("Telemetry:PrometheusPort", "9464"));
        _ = host.Services;

        var answer = await host.Server.SendAsync(context =>
        {
            context.Request.Method = "GET";
            context.Request.Path = path;
            context.Connection.LocalPort = 9464;
        });

        Assert.Equal(expected, answer.Response.StatusCode);
    }
}
