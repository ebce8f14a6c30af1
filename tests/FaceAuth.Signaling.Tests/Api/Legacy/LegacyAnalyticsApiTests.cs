using System.Diagnostics.Metrics;
using System.Net;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

public sealed class LegacyAnalyticsApiTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task Health_says_whether_faces_can_be_checked()
    {
        using var client = _host.CreateClient();

        var ready = await client.JsonAsync("/health/");
        _host.Pipeline.Readiness = new(false, "no models", "none", []);
        using var answer = await client.GetAsync("/health");

        Assert.Equal("healthy", ready.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Theory]
    [InlineData("user-activity")]
    [InlineData("system-metrics")]
    [InlineData("performance")]
    public async Task Analytics_need_somebody_signed_in(string name)
    {
        using var client = _host.CreateClient();

        using var answer = await client.GetAsync($"/api/analytics/{name}/");

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Everybody_sees_their_own_activity_alone()
    {
        using var ada = await _host.UserAsync();
        using var bob = await _host.UserAsync("bob");
        var session = await LiveSession.OpenAsync(_host, ada, new { purpose = "enroll" });
        session.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NoVideo)));
        await session.EndAsync();

        var adas = await ada.JsonAsync("/api/analytics/user-activity/?limit=10");
        var bobs = await bob.JsonAsync("/api/analytics/user-activity/");

        Assert.Equal(
            ["session.rejected", "user.registered"],
            adas.GetProperty("results").EnumerateArray().Select(line => line.GetProperty("action").GetString()));
        Assert.Equal(1, bobs.GetProperty("count").GetInt32());
        Assert.Equal(session.Id, adas.GetProperty("results")[0].GetProperty("session_id").GetGuid());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("many")]
    public async Task A_limit_that_is_none_is_refused(string limit)
    {
        using var ada = await _host.UserAsync();

        using var answer = await ada.GetAsync($"/api/analytics/user-activity/?limit={limit}");

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
    }

    [Fact]
    public async Task Numbers_are_those_that_the_meters_counted()
    {
        using var ada = await _host.UserAsync();
        var session = await LiveSession.OpenAsync(_host, ada, new { purpose = "enroll" });
        session.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NoVideo)));
        await session.EndAsync();

        var system = await ada.JsonAsync("/api/analytics/system-metrics/");
        var performance = await ada.JsonAsync("/api/analytics/performance/");

        Assert.Equal(1, system.GetProperty("sessions_started").GetInt64());
        Assert.Equal(1, system.GetProperty("sessions_ended").GetProperty("enroll.rejected").GetInt64());
        Assert.Equal((0, false), (
            performance.GetProperty("frames_received").GetInt64(), performance.TryGetProperty("latency_ms", out _)));
    }

    [Fact]
    public async Task Others_refusals_are_the_staffs_to_see()
    {
        using var ada = await _host.UserAsync();
        using (await ada.GetAsync("/api/analytics/user-activity/?limit=0")) { }
        using var auditor = await _host.StaffAsync("audrey", AccountRole.Auditor);

        var users = await ada.JsonAsync("/api/analytics/system-metrics/");
        var staffs = await auditor.JsonAsync("/api/analytics/system-metrics/");

        Assert.Empty(users.GetProperty("refused").EnumerateObject());
        Assert.Equal(1, staffs.GetProperty("refused").GetProperty("bad_request").GetInt64());
    }

    [Fact]
    public async Task Their_names_are_in_snake_case_whatever_the_meters_call_them()
    {
        using var ada = await _host.UserAsync();
        var meters = _host.Services.GetRequiredService<IMeterFactory>();
        meters.Create("FaceAuth.Pipeline").CreateCounter<long>("faceauth.pipeline.decisions").Add(
            1, new("purpose", "Verify"), new("accepted", false), new("reason", "NoSignOfLife"));

        var decisions = (await ada.JsonAsync("/api/analytics/performance/")).GetProperty("decisions");

        Assert.Equal(1, decisions.GetProperty("verify.false.no_sign_of_life").GetInt64());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
