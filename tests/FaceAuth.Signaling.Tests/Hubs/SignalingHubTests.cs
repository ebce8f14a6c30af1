using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace FaceAuth.Signaling.Tests.Hubs;

public sealed class SignalingHubTests : HubTests
{
    [Fact]
    public async Task An_offer_is_answered()
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        var answer = await OfferAsync(hub);

        Assert.Equal((id, "v=0\r\na=fingerprint:sha-256 AA:01\r\n"), (answer.SessionId, answer.Sdp));
        var request = Assert.Single(Host.Pipeline.Runs).Request;
        Assert.Equal((id, SessionPurpose.Enroll, "standard"), (request.SessionId, request.Purpose, request.Policy));
        Assert.Same(Host.Pipeline.Runs[0], Host.Media.Peers[0].Sink);
        Assert.Equal(SessionState.Claimed, (await Host.Sessions.FindAsync(id, default))!.State);
    }

    [Fact]
    public async Task A_restart_of_a_live_session_is_answered_over_any_connection_of_its_token()
    {
        var (id, token) = await CreateAsync();
        await using (var hub = await ConnectAsync(token)) await OfferAsync(hub);
        Host.Media.Peers[0].RestartAnswer = new("v=0\r\nrestarted\r\n", null, null);

        await using var another = await ConnectAsync(token);
        var answer = await another.InvokeAsync<AnswerMessage>("Restart", new { sdp = "v=0\r\noffer\r\n" });

        Assert.Equal((id, "v=0\r\nrestarted\r\n"), (answer.SessionId, answer.Sdp));
        Assert.Equal(1, Host.Media.Offers);
    }

    [Fact]
    public async Task After_a_restart_over_a_new_connection_the_end_is_told_there()
    {
        var (id, token) = await CreateAsync();
        await using var first = await ConnectAsync(token);
        await OfferAsync(first);
        await using var another = await ConnectAsync(token);
        var (toFirst, toAnother) = (EndOf(first), EndOf(another));
        await another.InvokeAsync<AnswerMessage>("Restart", new { sdp = "v=0\r\noffer\r\n" });

        Host.Media.Peers[0].Happens(new PeerEvent.Ended(PeerEnd.ConsentExpired));

        var ended = await toAnother.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(id, ended.SessionId);
        Assert.False(toFirst.IsCompleted);
    }

    [Fact]
    public async Task A_restart_that_media_refuses_leaves_the_session_running()
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);
        await OfferAsync(hub);
        Host.Media.Peers[0].RestartAnswer = new(null, PeerRefusal.BadSdp, "The offer is no ICE restart.");

        await AssertRefusedAsync(() => hub.InvokeAsync<AnswerMessage>("Restart", new { sdp = "v=0\r\noffer\r\n" }), "bad_sdp");

        Assert.Equal(SessionState.Claimed, (await Host.Sessions.FindAsync(id, default))!.State);
    }

    [Fact]
    public async Task A_restart_before_the_offer_is_refused()
    {
        var (_, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => hub.InvokeAsync<AnswerMessage>("Restart", new { sdp = "v=0\r\noffer\r\n" }), "session_ended");
    }

    [Theory]
    [InlineData(AuthRefusal.NotReady, "not_ready")]
    [InlineData(AuthRefusal.NotEnrolled, "not_enrolled")]
    [InlineData(AuthRefusal.EnrolledWithAnotherModel, "enroll_again")]
    [InlineData(AuthRefusal.UnknownPolicy, "unknown_policy")]
    [InlineData(AuthRefusal.PolicyNotPossible, "policy_not_possible")]
    public async Task What_the_pipeline_refuses_ends_the_session(AuthRefusal refusal, string code)
    {
        var (id, token) = await CreateAsync();
        Host.Pipeline.Refusal = refusal;
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(hub), code);

        Assert.Equal(0, Host.Media.Offers);
        await AssertEndedAsync(id, code);
    }

    [Theory]
    [InlineData(PeerRefusal.BadSdp, "bad_sdp")]
    [InlineData(PeerRefusal.NoVideo, "no_video")]
    [InlineData(PeerRefusal.NoCommonCodec, "no_common_codec")]
    [InlineData(PeerRefusal.NoFingerprint, "no_fingerprint")]
    [InlineData(PeerRefusal.NoDataChannel, "no_data_channel")]
    public async Task What_media_refuses_ends_the_session_and_the_run(PeerRefusal refusal, string code)
    {
        var (id, token) = await CreateAsync();
        (Host.Media.Refusal, Host.Media.RefusalMessage) = (refusal, "Line 7 is not understood. Send the offer unchanged.");
        await using var hub = await ConnectAsync(token);

        var said = await AssertRefusedAsync(() => OfferAsync(hub), code);

        Assert.Equal($"{code}: Line 7 is not understood. Send the offer unchanged.", said);
        Assert.True(Host.Pipeline.Runs[0].IsDisposed);
        await AssertEndedAsync(id, code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_layer_that_breaks_ends_the_session_and_frees_its_seat(bool isMedia)
    {
        if (isMedia) Host.Media.AcceptFault = new InvalidOperationException("broken");
        else Host.Pipeline.OpenFault = new InvalidOperationException("broken");
        for (var i = 0; i < 3; i++)
        {
            var (id, token) = await CreateAsync();
            await using var hub = await ConnectAsync(token);

            await AssertRefusedAsync(() => OfferAsync(hub), "internal_error");

            await AssertEndedAsync(id, "internal_error");
        }

        Assert.All(Host.Pipeline.Runs, run => Assert.True(run.IsDisposed));
    }

    [Fact]
    public async Task A_server_that_is_not_ready_leaves_the_token_good()
    {
        var (id, token) = await CreateAsync();
        Host.Pipeline.Readiness = new(false, "detector.onnx is missing.", "permissive", []);
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(hub), "not_ready");

        Assert.Equal(SessionState.Created, (await Host.Sessions.FindAsync(id, default))!.State);
    }

    [Theory]
    [InlineData(0, "bad_sdp")]
    [InlineData(64 * 1024 + 1, "too_large")]
    public async Task An_offer_without_a_bound_is_refused_before_anything_happens(int length, string code)
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(hub, new string('x', length)), code);

        Assert.Equal((0, SessionState.Created), (Host.Media.Offers, (await Host.Sessions.FindAsync(id, default))!.State));
    }

    [Fact]
    public async Task A_message_over_128_KiB_closes_the_connection()
    {
        var (_, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);
        var closed = new TaskCompletionSource();
        hub.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };

        await Assert.ThrowsAnyAsync<Exception>(() => OfferAsync(hub, new string('x', 129 * 1024)));

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, Host.Media.Offers);
    }

    [Fact]
    public async Task Candidates_are_taken_and_ignored()
    {
        var (_, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        await hub.InvokeAsync("Candidate", new { candidate = "candidate:1 1 udp 1 192.0.2.1 9 typ host", sdpMid = "0", sdpMLineIndex = 0 });

        Assert.NotNull((await OfferAsync(hub)).Sdp);
    }

    [Fact]
    public async Task The_hub_says_why_a_session_ended_whose_channel_never_opened()
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);
        var ended = EndOf(hub);
        await OfferAsync(hub);

        Host.Media.Peers[0].Happens(new PeerEvent.Ended(PeerEnd.FingerprintMismatch));

        var message = await ended.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((id, "fingerprint_mismatch"), (message.SessionId, message.Code));
    }

    [Fact]
    public async Task A_session_outlives_its_hub_connection()
    {
        var (id, token) = await CreateAsync();
        await using (var hub = await ConnectAsync(token)) await OfferAsync(hub);

        Host.Pipeline.Runs[0].Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NoFace)));

        await Host.Media.Peers[0].Disposed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("rejected", (await Host.Sessions.FindAsync(id, default))!.Outcome);
    }

    async Task AssertEndedAsync(Guid id, string outcome)
    {
        var stored = (await Host.Sessions.FindAsync(id, default))!;
        Assert.Equal((SessionState.Ended, outcome, null, null), (stored.State, stored.Outcome, stored.Verdict, stored.ScoresJson));
    }
}
