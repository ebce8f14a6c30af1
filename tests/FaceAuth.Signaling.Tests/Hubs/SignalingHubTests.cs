using System.Net;
using System.Security.Cryptography;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FaceAuth.Signaling.Tests.Hubs;

public sealed class SignalingHubTests : IAsyncLifetime
{
    const string Offer = "v=0\r\noffer\r\n";

    readonly HostApplication _host = new(("Signaling:MaxSessions", "2"));
    HttpClient _party = null!;

    [Fact]
    public async Task An_offer_is_answered()
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        var answer = await OfferAsync(hub);

        Assert.Equal((id, "v=0\r\nanswer\r\n"), (answer.SessionId, answer.Sdp));
        var request = Assert.Single(_host.Pipeline.Runs).Request;
        Assert.Equal((id, SessionPurpose.Enroll, "standard"), (request.SessionId, request.Purpose, request.Policy));
        Assert.Same(_host.Pipeline.Runs[0], _host.Media.Peers[0].Sink);
        Assert.Equal(SessionState.Claimed, (await _host.Sessions.FindAsync(id, default))!.State);
    }

    [Fact]
    public async Task A_token_works_once()
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);
        await OfferAsync(hub);
        await using var second = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(second), "session_used");

        Assert.Single(_host.Pipeline.Runs);
        Assert.Equal(SessionState.Claimed, (await _host.Sessions.FindAsync(id, default))!.State);
    }

    [Fact]
    public async Task Of_two_offers_at_once_one_is_answered()
    {
        var (_, token) = await CreateAsync();
        await using var first = await ConnectAsync(token);
        await using var second = await ConnectAsync(token);

        var outcomes = await Task.WhenAll(TryOfferAsync(first), TryOfferAsync(second));

        Assert.Equal(["answered", "session_used"], outcomes.Order());
    }

    [Fact]
    public async Task A_session_that_was_cancelled_takes_no_offer()
    {
        var (id, token) = await CreateAsync();
        (await _party.DeleteAsync($"/v1/sessions/{id}")).Dispose();
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(hub), "session_ended");

        Assert.Empty(_host.Pipeline.Runs);
    }

    [Fact]
    public async Task A_session_whose_time_ran_out_on_an_open_connection_takes_no_offer()
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);
        var stored = (await _host.Sessions.FindAsync(id, default))!;
        _host.Clock.Advance(TimeSpan.FromMinutes(2));

        await AssertRefusedAsync(() => OfferAsync(hub), "session_expired", "session_ended");

        Assert.Empty(_host.Pipeline.Runs);
        Assert.Equal(stored.ExpiresAt, _host.Clock.GetUtcNow());
    }

    [Fact]
    public async Task An_expired_token_opens_no_connection()
    {
        var (id, token) = await CreateAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(2));

        await AssertNoConnectionAsync(token, "token_expired");

        Assert.Null((await _host.Sessions.FindAsync(id, default))!.Verdict);
    }

    [Theory]
    [InlineData("another key")]
    [InlineData("another audience")]
    [InlineData("another type")]
    [InlineData("another issuer")]
    [InlineData("no signature")]
    [InlineData("another algorithm")]
    [InlineData("a changed session")]
    [InlineData("a user's token")]
    [InlineData("rubbish")]
    public async Task A_foreign_token_opens_no_connection(string what)
    {
        var (id, token) = await CreateAsync();

        await AssertNoConnectionAsync(await ForgeAsync(what, id, token), "token_invalid");

        Assert.Equal(SessionState.Created, (await _host.Sessions.FindAsync(id, default))!.State);
        Assert.Empty(_host.Pipeline.Runs);
    }

    [Fact]
    public async Task No_token_opens_no_connection()
    {
        using var client = _host.CreateClient();

        using var answer = await client.PostAsync("/hubs/signaling/negotiate?negotiateVersion=1", null);

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task An_api_key_opens_no_connection()
    {
        using var answer = await _party.PostAsync("/hubs/signaling/negotiate?negotiateVersion=1", null);

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory]
    [InlineData(AuthRefusal.NotReady, "not_ready")]
    [InlineData(AuthRefusal.Busy, "busy")]
    [InlineData(AuthRefusal.NotEnrolled, "not_enrolled")]
    [InlineData(AuthRefusal.UnknownPolicy, "unknown_policy")]
    public async Task What_the_pipeline_refuses_ends_the_session(AuthRefusal refusal, string code)
    {
        var (id, token) = await CreateAsync();
        _host.Pipeline.Refusal = refusal;
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(hub), code);

        Assert.Equal(0, _host.Media.Offers);
        await AssertEndedAsync(id, code);
    }

    [Theory]
    [InlineData(PeerRefusal.BadSdp, "bad_sdp")]
    [InlineData(PeerRefusal.NoVideo, "no_video")]
    [InlineData(PeerRefusal.NoCommonCodec, "no_common_codec")]
    [InlineData(PeerRefusal.NoFingerprint, "no_fingerprint")]
    [InlineData(PeerRefusal.NoDataChannel, "no_data_channel")]
    [InlineData(PeerRefusal.Busy, "busy")]
    public async Task What_media_refuses_ends_the_session_and_the_run(PeerRefusal refusal, string code)
    {
        var (id, token) = await CreateAsync();
        (_host.Media.Refusal, _host.Media.RefusalMessage) = (refusal, "Line 7 is not understood. Send the offer unchanged.");
        await using var hub = await ConnectAsync(token);

        var said = await AssertRefusedAsync(() => OfferAsync(hub), code);

        if (refusal != PeerRefusal.Busy) Assert.Equal($"{code}: Line 7 is not understood. Send the offer unchanged.", said);
        Assert.True(_host.Pipeline.Runs[0].IsDisposed);
        await AssertEndedAsync(id, code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_layer_that_breaks_ends_the_session_and_frees_its_seat(bool isMedia)
    {
        if (isMedia) _host.Media.AcceptFault = new InvalidOperationException("broken");
        else _host.Pipeline.OpenFault = new InvalidOperationException("broken");
        for (var i = 0; i < 3; i++)
        {
            var (id, token) = await CreateAsync();
            await using var hub = await ConnectAsync(token);

            await AssertRefusedAsync(() => OfferAsync(hub), "internal_error");

            await AssertEndedAsync(id, "internal_error");
        }

        Assert.All(_host.Pipeline.Runs, run => Assert.True(run.IsDisposed));
    }

    [Fact]
    public async Task Beyond_the_cap_the_answer_is_busy_and_the_token_stays_good()
    {
        for (var i = 0; i < 2; i++)
        {
            await using var one = await ConnectAsync((await CreateAsync()).Token);
            await OfferAsync(one);
        }

        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);
        await AssertRefusedAsync(() => OfferAsync(hub), "busy");
        var state = (await _host.Sessions.FindAsync(id, default))!.State;
        _host.Media.Peers[0].Happens(new PeerEvent.Ended(PeerEnd.ConsentExpired));
        await _host.Media.Peers[0].Disposed;

        Assert.Equal(SessionState.Created, state);
        while (await TryOfferAsync(hub) == "busy") await Task.Yield();   // the seat is given back right after the disposal
        Assert.Equal(SessionState.Claimed, (await _host.Sessions.FindAsync(id, default))!.State);
    }

    [Fact]
    public async Task A_server_that_is_not_ready_leaves_the_token_good()
    {
        var (id, token) = await CreateAsync();
        _host.Pipeline.Readiness = new(false, "detector.onnx is missing.", "permissive", []);
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(hub), "not_ready");

        Assert.Equal(SessionState.Created, (await _host.Sessions.FindAsync(id, default))!.State);
    }

    [Theory]
    [InlineData(0, "bad_sdp")]
    [InlineData(64 * 1024 + 1, "too_large")]
    public async Task An_offer_without_a_bound_is_refused_before_anything_happens(int length, string code)
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(hub, new string('x', length)), code);

        Assert.Equal((0, SessionState.Created), (_host.Media.Offers, (await _host.Sessions.FindAsync(id, default))!.State));
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
        Assert.Equal(0, _host.Media.Offers);
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
        var ended = new TaskCompletionSource<SessionEndedMessage>();
        hub.On<SessionEndedMessage>("Ended", ended.SetResult);
        await OfferAsync(hub);

        _host.Media.Peers[0].Happens(new PeerEvent.Ended(PeerEnd.FingerprintMismatch));

        var message = await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((id, "fingerprint_mismatch"), (message.SessionId, message.Code));
    }

    [Fact]
    public async Task A_session_outlives_its_hub_connection()
    {
        var (id, token) = await CreateAsync();
        await using (var hub = await ConnectAsync(token)) await OfferAsync(hub);

        _host.Pipeline.Runs[0].Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NoFace)));

        await _host.Media.Peers[0].Disposed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("rejected", (await _host.Sessions.FindAsync(id, default))!.Outcome);
    }

    public async ValueTask InitializeAsync() => _party = await _host.RelyingPartyAsync();

    public async ValueTask DisposeAsync()
    {
        _party.Dispose();
        await _host.DisposeAsync();
    }

    async Task<(Guid Id, string Token)> CreateAsync()
    {
        var session = await _party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" });
        return (session.GetProperty("id").GetGuid(), session.GetProperty("token").GetString()!);
    }

    async Task<HubConnection> ConnectAsync(string token)
    {
        var hub = _host.Hub(token);
        await hub.StartAsync();
        return hub;
    }

    static Task<AnswerMessage> OfferAsync(HubConnection hub, string sdp = Offer) => hub.InvokeAsync<AnswerMessage>("Offer", new { sdp });

    static async Task<string> TryOfferAsync(HubConnection hub)
    {
        try
        {
            await OfferAsync(hub);
            return "answered";
        }
        catch (HubException e)
        {
            return CodeOf(e);
        }
    }

    static async Task<string> AssertRefusedAsync(Func<Task> offer, params string[] codes)
    {
        var refused = await Assert.ThrowsAsync<HubException>(offer);
        Assert.Contains(CodeOf(refused), codes);
        return refused.Message[refused.Message.IndexOf("HubException: ", StringComparison.Ordinal)..]["HubException: ".Length..];
    }

    /// <summary>The client puts words of its own before the server's.</summary>
    static string CodeOf(HubException e) => e.Message.Split("HubException: ")[^1].Split(':')[0];

    async Task AssertNoConnectionAsync(string token, string code)
    {
        await using var hub = _host.Hub(token);
        await Assert.ThrowsAnyAsync<Exception>(() => hub.StartAsync());

        using var client = _host.CreateClient();
        using var answer = await client.PostAsync($"/hubs/signaling/negotiate?negotiateVersion=1&access_token={token}", null);
        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, code);
        Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
    }

    async Task AssertEndedAsync(Guid id, string outcome)
    {
        var stored = (await _host.Sessions.FindAsync(id, default))!;
        Assert.Equal((SessionState.Ended, outcome, null, null), (stored.State, stored.Outcome, stored.Verdict, stored.ScoresJson));
    }

    async Task<string> ForgeAsync(string what, Guid id, string token)
    {
        var parts = token.Split('.');
        var issuer = _host.Services.GetRequiredService<TokenIssuer>();
        Dictionary<string, object> claims = new() { ["sid"] = id.ToString() };
        var lifetime = TimeSpan.FromMinutes(2);
        switch (what)
        {
            case "another key":
                using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                using (var foreign = SigningKey.Load(new() { Key = key.ExportPkcs8PrivateKeyPem() }, _host.Folder))
                    return new TokenIssuer(foreign, Options.Create(new SignalingOptions()), _host.Clock)
                        .Issue(TokenKind.Session, lifetime, claims);
            case "another audience":
                return issuer.Sign(TokenKind.Session.Type, TokenKind.Access.Audience, lifetime, claims);
            case "another type":
                return issuer.Sign(TokenKind.Access.Type, TokenKind.Session.Audience, lifetime, claims);
            case "another issuer":
                return new TokenIssuer(
                    _host.Services.GetRequiredService<SigningKey>(), Options.Create(new SignalingOptions { Issuer = "other" }), _host.Clock)
                    .Issue(TokenKind.Session, lifetime, claims);
            case "no signature":
                return $"{Encode("""{"alg":"none","typ":"faceauth-session+jwt"}""")}.{parts[1]}.";
            case "another algorithm":
                return $"{Encode("""{"alg":"HS256","typ":"faceauth-session+jwt"}""")}.{parts[1]}.{parts[2]}";
            case "a changed session":
                var payload = new JsonWebToken(token).EncodedPayload;
                var text = System.Text.Encoding.UTF8.GetString(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(payload));
                return $"{parts[0]}.{Encode(text.Replace(id.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal))}.{parts[2]}";
            case "a user's token":
                using (var user = await _host.UserAsync()) return user.DefaultRequestHeaders.Authorization!.Parameter!;
            default:
                return "rubbish";
        }
    }

    static string Encode(string text) => Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(text);
}
