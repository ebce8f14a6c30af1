using System.Net.Http.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Tests.Hubs;
using Microsoft.AspNetCore.SignalR.Client;

namespace FaceAuth.Signaling.Tests;

public sealed class SignalingMetricsTests : HubTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);   // real time, only ever spent where the test fails

    [Fact]
    public async Task Counts_hub_connections_up_and_down()
    {
        using var measured = new Measured(Host);
        var (_, token) = await CreateAsync();

        var one = await ConnectAsync(token);
        await using var other = await ConnectAsync(token);
        await measured.UntilAsync("connections", 2);

        await one.DisposeAsync();
        await measured.UntilAsync("connections", 1);
    }

    [Fact]
    public async Task Counts_a_connection_that_its_session_had_too_many_of()
    {
        using var measured = new Measured(Host);
        var (_, token) = await CreateAsync();
        var open = new List<HubConnection>();

        for (var i = 0; i <= HubConnections.PerSession; i++) open.Add(await ConnectAsync(token));

        await measured.UntilAsync("refused reason=too_many_connections", 1);
        await measured.UntilAsync("connections", HubConnections.PerSession);
        foreach (var hub in open) await hub.DisposeAsync();
    }

    [Fact]
    public async Task Counts_sessions_and_how_they_ended()
    {
        using var measured = new Measured(Host);
        var (first, second) = (await OpenAsync(), await OpenAsync());

        await measured.UntilAsync("sessions", 2);
        first.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NoFace)));
        second.Peer.Happens(new PeerEvent.Ended(PeerEnd.ConsentExpired));
        await first.EndAsync();
        await second.EndAsync();

        Assert.Equal(2, measured["sessions.started purpose=enroll"]);
        Assert.Equal(1, measured["sessions.ended purpose=enroll outcome=rejected"]);
        Assert.Equal(1, measured["sessions.ended purpose=enroll outcome=lost"]);
        Assert.Equal(0, measured["sessions"]);
    }

    [Fact]
    public async Task Counts_an_offer_that_is_refused_and_no_session()
    {
        using var measured = new Measured(Host);
        Host.Media.Refusal = PeerRefusal.NoVideo;
        await using var hub = await ConnectAsync((await CreateAsync()).Token);

        await AssertRefusedAsync(() => OfferAsync(hub), "no_video");

        Assert.Equal((1, 0), (measured["refused reason=no_video"], measured["sessions.started purpose=enroll"]));
    }

    [Fact]
    public async Task Counts_tokens_that_are_refused()
    {
        using var measured = new Measured(Host);
        var (_, token) = await CreateAsync();
        Host.Clock.Advance(TimeSpan.FromMinutes(2));
        using var client = Host.CreateClient();

        foreach (var tried in (string[])[token, "rubbish"])
            (await client.PostAsync($"/hubs/signaling/negotiate?negotiateVersion=1&access_token={tried}", null)).Dispose();
        client.DefaultRequestHeaders.Add("X-Api-Key", "fa_unknown");
        (await client.GetAsync("/v1/subjects")).Dispose();

        Assert.Equal(
            (1, 1, 1),
            (measured["refused reason=token_expired"], measured["refused reason=token_invalid"],
                measured["refused reason=api_key_invalid"]));
    }

    [Fact]
    public async Task Counts_what_the_api_refuses_and_what_came_too_often()
    {
        await using var host = new HostApplication(("RateLimits:AuthPerAddress", "2"));
        using var measured = new Measured(host);
        using var client = host.CreateClient();

        for (var i = 0; i < 4; i++)
            (await client.PostAsJsonAsync("/v1/auth/login", new { userName = "ada", password = "wrong horse battery" })).Dispose();

        Assert.Equal((2, 2), (measured["refused reason=login_failed"], measured["refused reason=too_many_requests"]));
    }

    [Fact]
    public async Task Counts_tokens_by_kind()
    {
        using var measured = new Measured(Host);

        using var user = await Host.UserAsync();
        await user.CreateSessionAsync(new { purpose = "enroll" });

        Assert.Equal(
            (1, 1, 1),
            (measured["tokens.issued kind=access"], measured["tokens.issued kind=refresh"], measured["tokens.issued kind=session"]));
    }

    [Fact]
    public async Task Tags_hold_codes_and_no_name()
    {
        using var measured = new Measured(Host);
        using var user = await Host.UserAsync();
        await using var hub = await ConnectAsync((await CreateAsync()).Token);
        await OfferAsync(hub);
        await AssertRefusedAsync(() => OfferAsync(hub), "session_used");
        (await user.GetAsync("/v1/subjects/me")).Dispose();
        (await Party.GetAsync("/v1/subjects/nobody")).Dispose();
        Host.Pipeline.Runs[0].Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NoFace)));
        await Host.Media.Peers[0].Disposed.WaitAsync(Patience);

        HashSet<object?> known =
        [
            .. Refusals.All.Select(refusal => refusal.Code), "accepted", "rejected", "enroll", "verify", "identify", "access", "refresh",
            "session",
        ];
        Assert.Contains("session_used", measured.Values);
        Assert.Contains("subject_unknown", measured.Values);
        Assert.Subset(known, measured.Values);
    }

    Task<LiveSession> OpenAsync() => LiveSession.OpenAsync(Host, Party, new { purpose = "enroll", subject = "ada" });
}
