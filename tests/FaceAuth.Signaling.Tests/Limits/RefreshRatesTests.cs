using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Tests.Accounts;

namespace FaceAuth.Signaling.Tests.Limits;

/// <summary>Who signs in too often, or tries tokens, keeps nobody beside them from staying signed in.</summary>
public sealed class RefreshRatesTests
{
    [Theory]
    [InlineData("/v1/auth/refresh", "/v1/auth/logout")]
    [InlineData("/api/auth/refresh/", "/api/auth/logout/")]
    public async Task Sign_ins_from_an_address_leave_its_neighbours_refresh_and_logout(string refresh, string logout)
    {
        await using var host = new HostApplication(("RateLimits:AuthPerAddress", "4"));
        (await host.UserAsync("ada")).Dispose();
        var (_, pair) = await host.LoginAsync("ada");
        for (var i = 0; i < 4; i++) await host.LoginAsync("eve");

        var (refreshed, next) = await SendAsync(host, refresh, RefreshOf(pair));
        var (left, _) = await SendAsync(host, logout, RefreshOf(next));

        Assert.Equal(429, (await host.LoginAsync("ada")).Status);
        Assert.Equal(200, refreshed);
        Assert.InRange(left, 200, 204);
    }

    [Theory]
    [InlineData("/v1/auth/refresh")]
    [InlineData("/v1/auth/logout")]
    [InlineData("/api/auth/refresh/")]
    public async Task Tokens_that_are_none_are_counted_by_address_and_good_ones_not(string path)
    {
        await using var host = new HostApplication(("RateLimits:BadTokensPerAddress", "3"));
        (await host.UserAsync("ada")).Dispose();
        var (_, pair) = await host.LoginAsync("ada");

        var bad = new List<int>();
        for (var i = 0; i < 5; i++) bad.Add((await SendAsync(host, path, "nonsense")).Status);

        Assert.Equal([401, 401, 401, 429, 429], bad);
        Assert.InRange((await SendAsync(host, path, RefreshOf(pair))).Status, 200, 204);
    }

    [Fact]
    public async Task One_sign_in_is_renewed_only_so_often_in_a_minute_and_others_go_on()
    {
        await using var host = new HostApplication(("RateLimits:RefreshesPerSignIn", "2"));
        (await host.UserAsync("ada")).Dispose();
        var (_, first) = await host.LoginAsync("ada");
        var (_, other) = await host.LoginAsync("ada");

        var (one, second) = await SendAsync(host, "/v1/auth/refresh", RefreshOf(first));
        var (two, third) = await SendAsync(host, "/v1/auth/refresh", RefreshOf(second));
        var (three, problem) = await SendAsync(host, "/v1/auth/refresh", RefreshOf(third));
        var (beside, _) = await SendAsync(host, "/v1/auth/refresh", RefreshOf(other));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var (later, _) = await SendAsync(host, "/v1/auth/refresh", RefreshOf(third));

        Assert.Equal((200, 200, 429, 200, 200), (one, two, three, beside, later));
        Assert.Equal("too_many_requests", problem.GetProperty("code").GetString());
        Assert.InRange(problem.GetProperty("retryAfter").GetInt32(), 1, 60);
    }

    /// <summary>Else a thief who renews what they stole as often as they may hides behind the limit.</summary>
    [Theory]
    [InlineData("/v1/auth/refresh")]
    [InlineData("/api/auth/refresh/")]
    public async Task A_used_token_ends_its_sign_in_however_often_that_was_renewed(string path)
    {
        await using var host = new HostApplication(("RateLimits:RefreshesPerSignIn", "1"));
        (await host.UserAsync("ada")).Dispose();
        var (_, stolen) = await host.LoginAsync("ada");
        var (_, thiefs) = await SendAsync(host, path, RefreshOf(stolen));
        host.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(429, (await SendAsync(host, path, RefreshOf(thiefs))).Status);

        var (owners, _) = await SendAsync(host, path, RefreshOf(stolen));
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(401, owners);
        Assert.Equal(401, (await SendAsync(host, path, RefreshOf(thiefs))).Status);
        Assert.Contains("user.refresh_reused", await host.AuditedAsync($"user:{await host.IdAsync("ada")}"));
    }

    [Theory]
    [InlineData("/v1/auth/logout")]
    [InlineData("/api/auth/logout/")]
    public async Task Signing_out_is_never_too_often(string path)
    {
        await using var host = new HostApplication(("RateLimits:RefreshesPerSignIn", "1"));
        (await host.UserAsync("ada")).Dispose();
        var (_, first) = await host.LoginAsync("ada");
        var (_, next) = await SendAsync(host, "/v1/auth/refresh", RefreshOf(first));

        Assert.InRange((await SendAsync(host, path, RefreshOf(next))).Status, 200, 204);
    }

    static string RefreshOf(JsonElement pair) =>
        (pair.TryGetProperty("refreshToken", out var token) ? token : pair.GetProperty("refresh_token")).GetString()!;

    static async Task<(int Status, JsonElement Answer)> SendAsync(HostApplication host, string path, string token)
    {
        using var client = host.CreateClient();
        using var answer = path.StartsWith("/v1", StringComparison.Ordinal)
            ? await client.PostAsJsonAsync(path, new { refreshToken = token })
            : await client.PostAsJsonAsync(path, new { refresh_token = token });
        var body = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, body.Length == 0 ? default : JsonElement.Parse(body));
    }
}
