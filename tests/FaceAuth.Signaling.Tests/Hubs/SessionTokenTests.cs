using System.Net;
using System.Security.Cryptography;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FaceAuth.Signaling.Tests.Hubs;

public sealed class SessionTokenTests : HubTests
{
    [Fact]
    public async Task A_token_works_once()
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);
        await OfferAsync(hub);
        await using var second = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(second), "session_used");

        Assert.Single(Host.Pipeline.Runs);
        Assert.Equal(SessionState.Claimed, (await Host.Sessions.FindAsync(id, default))!.State);
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
        (await Party.DeleteAsync($"/v1/sessions/{id}")).Dispose();
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(hub), "session_ended");

        Assert.Empty(Host.Pipeline.Runs);
    }

    [Fact]
    public async Task A_session_whose_time_ran_out_on_an_open_connection_takes_no_offer()
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);
        var stored = (await Host.Sessions.FindAsync(id, default))!;
        Host.Clock.Advance(TimeSpan.FromMinutes(2));

        await AssertRefusedAsync(() => OfferAsync(hub), "session_expired", "session_ended");

        Assert.Empty(Host.Pipeline.Runs);
        Assert.Equal(stored.ExpiresAt, Host.Clock.GetUtcNow());
    }

    [Fact]
    public async Task An_expired_token_opens_no_connection()
    {
        var (id, token) = await CreateAsync();
        Host.Clock.Advance(TimeSpan.FromMinutes(2));

        await AssertNoConnectionAsync(token, "token_expired");

        Assert.Null((await Host.Sessions.FindAsync(id, default))!.Verdict);
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

        Assert.Equal(SessionState.Created, (await Host.Sessions.FindAsync(id, default))!.State);
        Assert.Empty(Host.Pipeline.Runs);
    }

    [Fact]
    public async Task No_token_opens_no_connection()
    {
        using var client = Host.CreateClient();

        using var answer = await client.PostAsync("/hubs/signaling/negotiate?negotiateVersion=1", null);

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task An_api_key_opens_no_connection()
    {
        using var answer = await Party.PostAsync("/hubs/signaling/negotiate?negotiateVersion=1", null);

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    async Task<string> ForgeAsync(string what, Guid id, string token)
    {
        var parts = token.Split('.');
        var issuer = Host.Services.GetRequiredService<TokenIssuer>();
        Dictionary<string, object> claims = new() { ["sid"] = id.ToString() };
        var lifetime = TimeSpan.FromMinutes(2);
        switch (what)
        {
            case "another key":
                using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                using (var foreign = SigningKey.Load(new() { Key = key.ExportPkcs8PrivateKeyPem() }, Host.Folder))
                {
                    var metrics = Host.Services.GetRequiredService<SignalingMetrics>();
                    return new TokenIssuer(foreign, Options.Create(new SignalingOptions()), metrics, Host.Clock)
                        .Issue(TokenKind.Session, lifetime, claims);
                }

            case "another audience":
                return issuer.Sign(TokenKind.Session.Type, TokenKind.Access.Audience, lifetime, claims);
            case "another type":
                return issuer.Sign(TokenKind.Access.Type, TokenKind.Session.Audience, lifetime, claims);
            case "another issuer":
                return new TokenIssuer(
                    Host.Services.GetRequiredService<SigningKey>(), Options.Create(new SignalingOptions { Issuer = "other" }),
                    Host.Services.GetRequiredService<SignalingMetrics>(), Host.Clock)
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
                using (var user = await Host.UserAsync()) return user.DefaultRequestHeaders.Authorization!.Parameter!;
            default:
                return "rubbish";
        }
    }

    static string Encode(string text) => Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(text);
}
