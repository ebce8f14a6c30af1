using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Store.Accounts;

namespace FaceAuth.Signaling.Tests.Accounts;

/// <summary>What a signed-in user does with their own account.</summary>
public sealed class OwnAccountTests : IAsyncLifetime
{
    const string Next = "a battery of other horses";

    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "1000"));

    [Fact]
    public async Task The_account_is_shown()
    {
        using var user = await _host.UserAsync("ada");
        await _host.EnrollAsync(user, null);

        var shown = await user.JsonAsync("/v1/account");

        Assert.Equal(("ada", "user"), (shown.GetProperty("userName").GetString(), shown.GetProperty("role").GetString()));
        Assert.True(shown.GetProperty("enrolled").GetBoolean());
        using var party = await _host.RelyingPartyAsync();
        using var refused = await party.GetAsync("/v1/account");
        await refused.AssertProblemAsync(HttpStatusCode.Forbidden, "account_needs_user");
    }

    [Fact]
    public async Task A_password_is_changed_with_the_present_one_and_ends_every_other_sign_in()
    {
        using var user = await _host.UserAsync("ada");
        var (_, elsewhere) = await _host.LoginAsync("ada");

        using var wrong = await user.PostAsJsonAsync("/v1/account/password", new { password = "not that one at all", newPassword = Next });
        using var common = await user.PostAsJsonAsync("/v1/account/password", new { Staffed.Password, newPassword = "ada-ada-1" });
        using var done = await user.PostAsJsonAsync("/v1/account/password", new { Staffed.Password, newPassword = Next });

        await wrong.AssertProblemAsync(HttpStatusCode.Forbidden, "wrong_password");
        Assert.Equal(HttpStatusCode.BadRequest, common.StatusCode);
        var pair = await done.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.OK, (await _host.RefreshAsync(pair)).StatusCode);
        using var ended = await _host.RefreshAsync(elsewhere);
        await ended.AssertProblemAsync(HttpStatusCode.Unauthorized, "refresh_failed");
        Assert.Equal((401, 200), ((await _host.LoginAsync("ada")).Status, (await _host.LoginAsync("ada", Next)).Status));
        Assert.Contains("user.password_changed", await _host.AuditedAsync($"user:{await _host.IdAsync("ada")}"));
    }

    [Fact]
    public async Task An_access_token_is_no_way_to_guess_the_password()
    {
        using var user = await _host.UserAsync("ada");

        for (var i = 0; i < 6; i++)
            (await user.PostAsJsonAsync("/v1/account/password", new { password = $"wrong wrong {i}", newPassword = Next })).Dispose();
        using var right = await user.PostAsJsonAsync("/v1/account/password", new { Staffed.Password, newPassword = Next });

        await right.AssertProblemAsync(HttpStatusCode.Forbidden, "wrong_password");
    }

    [Fact]
    public async Task Who_knows_the_password_removes_the_account_and_gets_the_receipt()
    {
        using var user = await _host.UserAsync("ada");
        await _host.EnrollAsync(user, null);
        var owner = $"user:{await _host.IdAsync("ada")}";

        using var wrong = await RemoveAsync(user, "not that one at all");
        using var done = await RemoveAsync(user, Staffed.Password);

        await wrong.AssertProblemAsync(HttpStatusCode.Forbidden, "wrong_password");
        Assert.True((await done.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("receipt", out _));
        Assert.Equal(401, (await _host.LoginAsync("ada")).Status);
        Assert.Equal(["user.removed", "subject.erased"], (await _host.AuditedAsync(owner)).Take(2));
    }

    [Fact]
    public async Task The_last_admin_does_not_remove_themself()
    {
        using var admin = await _host.StaffAsync("ada", AccountRole.Admin);

        using var answer = await RemoveAsync(admin, Staffed.Password);

        await answer.AssertProblemAsync(HttpStatusCode.Conflict, "last_admin");
        Assert.Equal(200, (await _host.LoginAsync("ada")).Status);
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static async Task<HttpResponseMessage> RemoveAsync(HttpClient user, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/account") { Content = JsonContent.Create(new { password }) };
        return await user.SendAsync(request);
    }
}
