using System.Net;
using System.Net.Http.Json;
using FaceAuth.Signaling.Tests.Accounts;

namespace FaceAuth.Signaling.Tests.Limits;

/// <summary>Somebody without a credential, at the same address as those who have one: an office's, or a proxy's that nobody named.</summary>
public sealed class StrangersTests : IAsyncDisposable
{
    static readonly object Enroll = new { purpose = "enroll" };
    static readonly object Login = new { userName = "ada", password = "correct horse battery" };

    readonly HostApplication _host = new(
        ("RateLimits:SessionsPerAddress", "5"), ("RateLimits:SessionsPerUser", "2"), ("RateLimits:ConnectionsPerAddress", "5"),
        ("RateLimits:AuthPerAddress", "5"));

    [Fact]
    public async Task They_spend_no_sessions_of_those_who_signed_in_and_are_bounded_themselves()
    {
        using var stranger = _host.CreateClient();
        using var user = await _host.UserAsync();

        var answers = await AskAsync(8, () => stranger.PostAsJsonAsync("/v1/sessions", Enroll));

        Assert.Equal([.. Enumerable.Repeat(401, 5), 429, 429, 429], answers);
        await user.CreateSessionAsync(Enroll);
    }

    [Fact]
    public async Task Whoever_has_asked_too_often_spends_nothing_of_their_address()
    {
        using var eager = await _host.UserAsync("eve");
        using var user = await _host.UserAsync();

        var answers = await AskAsync(8, () => eager.PostAsJsonAsync("/v1/sessions", Enroll));

        Assert.Equal([201, 201, .. Enumerable.Repeat(429, 6)], answers);
        await user.CreateSessionAsync(Enroll);
    }

    [Theory]
    [InlineData("/hubs/signaling/negotiate?negotiateVersion=1")]
    [InlineData("/hubs/signaling/negotiate?negotiateVersion=1&access_token=forged.token.x")]
    [InlineData("/hubs/signaling")]
    public async Task They_spend_no_hub_connections(string path)
    {
        using var stranger = _host.CreateClient();
        using var user = await _host.UserAsync();
        var token = (await user.CreateSessionAsync(Enroll)).GetProperty("token").GetString();

        var answers = await AskAsync(8, () => stranger.PostAsync(path, null));

        Assert.Equal([.. Enumerable.Repeat(401, 5), 429, 429, 429], answers);
        using var negotiated = await stranger.PostAsync($"/hubs/signaling/negotiate?negotiateVersion=1&access_token={token}", null);
        Assert.Equal(HttpStatusCode.OK, negotiated.StatusCode);
    }

    [Fact]
    public async Task They_spend_no_sockets()
    {
        using var stranger = _host.CreateClient();
        using var user = await _host.UserAsync();

        var answers = await AskAsync(8, () => stranger.GetAsync("/ws/face-recognition/"));

        Assert.Equal([.. Enumerable.Repeat(401, 5), 429, 429, 429], answers);
        using var known = await user.GetAsync("/ws/face-recognition/");
        Assert.Equal(HttpStatusCode.BadRequest, known.StatusCode);   // it is to be a WebSocket
    }

    [Theory]
    [InlineData("/v1/auth/passkey/options", "{}")]
    [InlineData("/v1/auth/passkey/login", "{}")]
    [InlineData("/v1/auth/reset-request", """{"userName":"ada"}""")]
    [InlineData("/v1/auth/reset", "{}")]
    [InlineData("/v1/account/password", "{}")]
    [InlineData("/v1/account/passkeys/options", "{}")]
    public async Task Whatever_else_they_ask_leaves_signing_in_to_others(string path, string body)
    {
        (await _host.UserAsync()).Dispose();
        using var client = _host.CreateClient();

        var answers = await AskAsync(8, () => client.PostAsync(path, new StringContent(body, null, "application/json")));

        Assert.Equal([429, 429, 429], answers[5..]);
        using var login = await client.PostAsJsonAsync("/v1/auth/login", Login);
        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
    }

    [Fact]
    public async Task They_keep_nobody_from_changing_a_password()
    {
        using var stranger = _host.CreateClient();
        using var user = await _host.UserAsync();
        await AskAsync(8, () => stranger.PostAsJsonAsync("/v1/auth/login", Login));

        using var changed = await user.PostAsJsonAsync(
            "/v1/account/password", new { password = "correct horse battery", newPassword = "a battery of other horses" });

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task Whoever_stole_a_token_keeps_its_owner_from_no_new_password()
    {
        using var thief = await _host.UserAsync();
        using var owner = _host.With((await _host.LoginAsync("ada")).Pair);

        var answers = await AskAsync(8, () => thief.PostAsJsonAsync("/v1/account/password", new { }));
        using var changed = await owner.PostAsJsonAsync(
            "/v1/account/password", new { password = "correct horse battery", newPassword = "a battery of other horses" });

        Assert.Equal([429, 429, 429], answers[5..]);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static async Task<int[]> AskAsync(int times, Func<Task<HttpResponseMessage>> ask)
    {
        var answers = new int[times];
        for (var i = 0; i < times; i++)
        {
            using var answer = await ask();
            answers[i] = (int)answer.StatusCode;
        }

        return answers;
    }
}
