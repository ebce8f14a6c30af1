using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Limits;

/// <summary>Two hosts on one store and one Redis.</summary>
public sealed class SharedLimitsTests : IAsyncLifetime
{
    static readonly object Verify = new { purpose = "verify", subject = "ada" };
    static readonly object Login = new { userName = "ada", password = "wrong horse battery" };
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);   // real time, only ever spent where the test fails

    RedisProcess _redis = null!;
    HostApplication _one = null!;
    HostApplication _other = null!;
    HttpClient _oneParty = null!;
    HttpClient _otherParty = null!;

    [Fact]
    public async Task Attempts_on_both_are_one_count_and_both_still_refuse_without_Redis()
    {
        await LeaveAsync(_one, _oneParty);
        await LeaveAsync(_one, _oneParty);
        await LeaveAsync(_other, _otherParty);

        await AssertTooManyAttemptsAsync();
        await _redis.KillAsync();

        await AssertTooManyAttemptsAsync();
        foreach (var host in (HostApplication[])[_one, _other])
        {
            var health = await HealthAsync(host);
            Assert.Equal("ready", health.Status);
            Assert.Contains("counts requests alone", health.Notice, StringComparison.Ordinal);
            Assert.DoesNotContain(host.Log.Faults, line => line.Contains("Redis", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Requests_to_both_are_one_count_and_both_still_refuse_without_Redis()
    {
        using var one = _one.CreateClient();
        using var other = _other.CreateClient();
        for (var i = 0; i < 2; i++)
        {
            foreach (var client in (HttpClient[])[one, other])
            {
                using var answer = await client.PostAsJsonAsync("/v1/auth/login", Login);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            }
        }

        await AssertTooManyRequestsAsync(one, other);
        await _redis.KillAsync();

        await AssertTooManyRequestsAsync(one, other);
    }

    [Fact]
    public async Task Who_is_accepted_on_one_may_be_tried_on_the_other()
    {
        for (var i = 0; i < 2; i++) await LeaveAsync(_other, _otherParty);
        var session = await LiveSession.OpenAsync(_one, _oneParty, Verify);
        session.Run.Says(new AuthEvent.Decided(session.Accepted()));
        await session.EndAsync();

        for (var i = 0; i < 3; i++) await LeaveAsync(_other, _otherParty);
    }

    [Fact]
    public async Task A_hub_takes_connections_and_sessions_while_Redis_is_away_from_the_start()
    {
        await using var redis = RedisProcess.Absent();
        await using var host = new HostApplication(("Redis:Configuration", redis.Configuration));
        using var party = await host.RelyingPartyAsync();

        await OpenByHubAsync(host, party);

        Assert.Single(host.Log.All, line => line.Contains("sessions go on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hub_takes_connections_and_sessions_after_Redis_was_killed_or_froze()
    {
        await OpenByHubAsync(_one, _oneParty);
        _redis.Freeze();
        await OpenByHubAsync(_one, _oneParty);
        await _redis.KillAsync();

        await OpenByHubAsync(_one, _oneParty);
    }

    [Fact]
    public async Task The_hub_of_one_node_reaches_a_browser_on_the_others()
    {
        var token = (await _otherParty.CreateSessionAsync(new { purpose = "enroll", subject = "bob" })).GetProperty("token").GetString()!;
        await using var hub = _other.Hub(token);
        var told = new TaskCompletionSource();
        hub.On<object>("Ended", _ => told.TrySetResult());
        await hub.StartAsync();
        await hub.InvokeAsync("Candidate", new { candidate = "" });   // answered once the hub knows the connection

        var everywhere = _one.Services.GetRequiredService<IHubContext<SignalingHub, ISignalingClient>>();
        await everywhere.Clients.All.Ended(new(Guid.NewGuid(), "cancelled", ""));

        await told.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_running_session_is_found_from_the_other_node()
    {
        var session = await LiveSession.OpenAsync(_one, _oneParty, Verify);
        var directory = _other.Services.GetRequiredService<ISessionDirectory>();

        using var limit = new CancellationTokenSource(Patience);
        SessionPlace? place;
        while ((place = await directory.FindAsync(session.Id)) is null) await Task.Delay(20, limit.Token);
        Assert.False(place.IsHere);

        session.Peer.Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
        await session.EndAsync();
        while (await directory.FindAsync(session.Id) is not null) await Task.Delay(20, limit.Token);
    }

    [Theory]
    [InlineData("localhost:6379,pasword=x")]
    [InlineData("redis://localhost")]
    public async Task A_mistyped_configuration_stops_the_start_in_a_sentence(string configuration)
    {
        var (code, output, error) = await CommandProcess.RunAsync(
            "serve", $"--Redis:Configuration={configuration}", "--urls=http://127.0.0.1:0");

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("faceauth cannot start: ", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        (string, string)[] settings =
        [
            ("Redis:Configuration", _redis.Configuration), ("Redis:Timeout", "00:00:02"), ("Attempts:Free", "3"),
            ("RateLimits:AuthPerAddress", "4"),
        ];
        _one = new([.. settings, HostApplication.Console]);
        _other = new([.. settings, HostApplication.Console, ("Store:Directory", _one.Folder)]);
        _oneParty = await _one.RelyingPartyAsync();
        _otherParty = await _other.RelyingPartyAsync();
        await _one.EnrollAsync(_oneParty, "ada");
    }

    public async ValueTask DisposeAsync()
    {
        _oneParty.Dispose();
        _otherParty.Dispose();
        await _other.DisposeAsync();
        await _one.DisposeAsync();
        await _redis.DisposeAsync();
    }

    async Task AssertTooManyAttemptsAsync()
    {
        foreach (var party in (HttpClient[])[_oneParty, _otherParty])
        {
            using var answer = await party.PostAsJsonAsync("/v1/sessions", Verify);
            await answer.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        }
    }

    static async Task AssertTooManyRequestsAsync(params HttpClient[] clients)
    {
        foreach (var client in clients)
        {
            using var answer = await client.PostAsJsonAsync("/v1/auth/login", Login);
            await answer.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_requests");
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }
    }

    static async Task OpenByHubAsync(HostApplication host, HttpClient party)
    {
        var token = (await party.CreateSessionAsync(new { purpose = "enroll", subject = "bob" })).GetProperty("token").GetString()!;
        await using var hub = host.Hub(token);
        await hub.StartAsync();
        await hub.InvokeAsync<AnswerMessage>("Offer", new { sdp = "v=0\r\noffer\r\n" });
    }

    static async Task LeaveAsync(HostApplication host, HttpClient party)
    {
        var session = await LiveSession.OpenAsync(host, party, Verify);
        session.Peer.Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
        await session.EndAsync();
    }

    static async Task<(string Status, string Notice)> HealthAsync(HostApplication host)
    {
        using var client = host.CreateClient();
        using var answer = await client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (report.GetProperty("status").GetString()!,
            report.GetProperty("parts").GetProperty("redis").GetProperty("notice").GetString()!);
    }
}
