using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FaceAuth.Signaling.Tests.Hubs;

/// <summary>A token's lifetime bounds the start of its session; while that runs, it is found again with it.</summary>
public sealed class SessionResumeTests : HubTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);   // real time, only ever spent where the test fails
    static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(2);
    static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);
    static readonly TimeSpan Late = TimeSpan.FromSeconds(110);

    [Fact]
    public async Task A_running_session_is_resumed_over_a_new_connection_after_its_token_ran_out()
    {
        var (id, token) = await CreateAsync();
        await StartLateAsync(token);
        Expire();

        var answer = await RestartAsync(token);

        Assert.Equal(id, answer.SessionId);
        Assert.Single(Host.Pipeline.Runs);
    }

    [Fact]
    public async Task The_connection_that_resumes_ends_with_the_session_at_the_latest()
    {
        var (_, token) = await CreateAsync();
        await StartLateAsync(token);
        var deadline = Host.Clock.GetUtcNow() + TimeLimit;
        Expire();

        var ticket = await AuthenticateAsync(token);

        Assert.True(ticket.Succeeded);
        Assert.Equal(deadline.ToUnixTimeSeconds(), ticket.Properties!.ExpiresUtc!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_token_that_is_good_ends_its_connection_when_it_runs_out_as_before()
    {
        var (_, token) = await CreateAsync();
        var expiry = new JsonWebToken(token).ValidTo;
        await StartLateAsync(token);

        var ticket = await AuthenticateAsync(token);

        Assert.Equal(expiry, ticket.Properties!.ExpiresUtc!.Value.UtcDateTime);
    }

    [Fact]
    public async Task What_resumes_starts_nothing()
    {
        var (_, token) = await CreateAsync();
        await StartLateAsync(token);
        Expire();
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(hub), "session_used");

        Assert.Single(Host.Pipeline.Runs);
        Assert.Equal(1, Host.Media.Offers);
    }

    [Fact]
    public async Task Another_sessions_expired_token_opens_nothing_while_one_runs()
    {
        var (_, other) = await CreateAsync();
        await StartLateAsync((await CreateAsync()).Token);
        Expire();

        await AssertNoConnectionAsync(other, "token_expired");
    }

    [Fact]
    public async Task An_expired_token_that_the_session_was_not_joined_with_opens_nothing()
    {
        var (id, token) = await CreateAsync();
        var second = Host.Services.GetRequiredService<SessionTokens>().Issue(id);
        await StartLateAsync(token);
        Expire();

        await AssertNoConnectionAsync(second, "token_expired");
    }

    [Fact]
    public async Task An_expired_token_of_another_key_opens_nothing_though_its_session_runs()
    {
        var (_, token) = await CreateAsync();
        await StartLateAsync(token);
        var read = new JsonWebToken(token);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var foreign = SigningKey.Load(new() { Key = key.ExportPkcs8PrivateKeyPem() }, Host.Folder);
        var signed = $"{read.EncodedHeader}.{read.EncodedPayload}";
        var signature = key.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        var forged = $"{signed}.{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(signature)}";
        Expire();

        await AssertNoConnectionAsync(forged, "token_invalid");
    }

    [Theory]
    [InlineData("decided")]
    [InlineData("lost")]
    [InlineData("cancelled")]
    [InlineData("over time")]
    public async Task A_session_that_has_ended_is_not_resumed(string how)
    {
        var (id, token) = await CreateAsync();
        await StartLateAsync(token);
        Expire();
        switch (how)
        {
            case "decided":
                Host.Pipeline.Runs[0].Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NoFace)));
                await Host.Media.Peers[0].Disposed.WaitAsync(Patience);
                break;
            case "lost":
                Host.Media.Peers[0].Happens(new PeerEvent.Ended(PeerEnd.ConsentExpired));
                await Host.Media.Peers[0].Disposed.WaitAsync(Patience);
                break;
            case "cancelled":
                (await Party.DeleteAsync($"/v1/sessions/{id}")).EnsureSuccessStatusCode();
                break;
            default:
                Host.Clock.Advance(TimeLimit);
                break;
        }

        await AssertNoConnectionAsync(token, "token_expired");
    }

    [Fact]
    public async Task Who_signed_out_resumes_nothing()
    {
        using var client = Host.CreateClient();
        using var registered = await client.PostAsJsonAsync(
            "/v1/auth/register", new { userName = "ada", password = "correct horse battery" });
        var tokens = await registered.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("accessToken").GetString());
        var token = (await client.CreateSessionAsync(new { purpose = "enroll" })).GetProperty("token").GetString()!;
        await StartLateAsync(token);
        var refreshToken = tokens.GetProperty("refreshToken").GetString();
        using var signedOut = await client.PostAsJsonAsync("/v1/auth/logout", new { refreshToken });
        signedOut.EnsureSuccessStatusCode();
        Expire();

        await AssertNoConnectionAsync(token, "token_expired");
    }

    [Fact]
    public async Task A_revoked_relying_partys_session_is_not_resumed()
    {
        var (_, token) = await CreateAsync();
        await StartLateAsync(token);
        await Host.Services.GetRequiredService<IRelyingPartyStore>().RevokeAsync("shop", default);
        Expire();

        await AssertNoConnectionAsync(token, "token_expired");
    }

    [Fact]
    public async Task A_server_that_began_anew_resumes_nothing()
    {
        var (id, token) = await CreateAsync();
        await Host.Sessions.TryClaimAsync(id, Host.Clock.GetUtcNow(), default);   // by the server before it
        Host.Clock.Advance(TokenLifetime);

        await AssertNoConnectionAsync(token, "token_expired");
    }

    /// <summary>Joins ten seconds before the token runs out, and loses the connection to the hub.</summary>
    async Task StartLateAsync(string token)
    {
        Host.Clock.Advance(Late);
        await using var hub = await ConnectAsync(token);
        await OfferAsync(hub);
    }

    void Expire() => Host.Clock.Advance(TokenLifetime - Late);

    async Task<AnswerMessage> RestartAsync(string token)
    {
        await using var hub = await ConnectAsync(token);
        return await hub.InvokeAsync<AnswerMessage>("Restart", new { sdp = "v=0\r\noffer\r\n" });
    }

    async Task<AuthenticateResult> AuthenticateAsync(string token)
    {
        using var scope = Host.Services.CreateScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Path = SignalingHub.Path;
        context.Request.QueryString = QueryString.Create("access_token", token);
        return await context.AuthenticateAsync(Schemes.Session);
    }
}
