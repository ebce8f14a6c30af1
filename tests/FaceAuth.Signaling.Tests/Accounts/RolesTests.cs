using System.Net;
using System.Net.Http.Json;
using System.Text;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Accounts;

/// <summary>What each role may do, and that one which is taken away counts at once.</summary>
public sealed class RolesTests : IAsyncLifetime
{
    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "1000"));

    [Theory]
    [InlineData("GET", "/v1/accounts", AccountRole.Auditor)]
    [InlineData("GET", "/v1/accounts/{bob}", AccountRole.Auditor)]
    [InlineData("GET", "/v1/jobs", AccountRole.Auditor)]
    [InlineData("GET", "/v1/figures/all", AccountRole.Auditor)]
    [InlineData("GET", "/v1/relying-parties/shop/keys", AccountRole.Auditor)]
    [InlineData("POST", "/v1/accounts", AccountRole.Operator)]
    [InlineData("POST", "/v1/accounts/{bob}/disable", AccountRole.Operator)]
    [InlineData("POST", "/v1/accounts/{bob}/enable", AccountRole.Operator)]
    [InlineData("POST", "/v1/accounts/{bob}/unlock", AccountRole.Operator)]
    [InlineData("POST", "/v1/accounts/{bob}/let-enroll", AccountRole.Operator)]
    [InlineData("POST", "/v1/accounts/{bob}/reset-link", AccountRole.Operator)]
    [InlineData("POST", "/v1/jobs/retention/runs", AccountRole.Operator)]
    [InlineData("PUT", "/v1/accounts/{bob}/role", AccountRole.Admin)]
    [InlineData("DELETE", "/v1/accounts/{bob}", AccountRole.Admin)]
    [InlineData("POST", "/v1/relying-parties/shop/keys", AccountRole.Admin)]
    public async Task Each_may_do_what_the_table_says(string method, string path, AccountRole least)
    {
        using var bob = await _host.UserAsync("bob");
        await _host.RelyingPartyAsync();
        path = path.Replace("{bob}", $"{await _host.IdAsync("bob")}", StringComparison.Ordinal);
        var body = path.EndsWith("/role", StringComparison.Ordinal) ? """{"role":"auditor"}"""
            : path == "/v1/accounts" ? """{"userName":"carol"}""" : "{}";

        foreach (var role in Enum.GetValues<AccountRole>())
        {
            using var staff = await _host.StaffAsync($"staff-{role}", role);
            using var request = new HttpRequestMessage(new(method), path);
            if (method != "GET") request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await staff.SendAsync(request);
            if (role < least) await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "forbidden");
            else if (role == least) Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_role_that_was_taken_away_counts_at_once_and_one_that_was_given_too()
    {
        using var user = await _host.UserAsync("ada");
        var (accounts, ada) = (_host.Services.GetRequiredService<IAccountDirectory>(), await _host.IdAsync("ada"));

        using var before = await user.GetAsync("/v1/accounts");
        await accounts.SetRoleAsync(ada, AccountRole.Auditor, default);
        using var given = await user.GetAsync("/v1/accounts");
        await accounts.SetRoleAsync(ada, AccountRole.User, default);
        using var taken = await user.GetAsync("/v1/accounts");

        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        await before.AssertProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await taken.AssertProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Signing_out_ends_an_access_token_at_once()
    {
        using var first = await _host.StaffAsync("ada", AccountRole.Admin);
        var (_, pair) = await _host.LoginAsync("ada");
        using var second = _host.With(pair);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/v1/accounts")).StatusCode);

        using var anybody = _host.CreateClient();
        using var left = await anybody.PostAsJsonAsync(
            "/v1/auth/logout", new { refreshToken = pair.GetProperty("refreshToken").GetString() });

        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        using var after = await second.GetAsync("/v1/accounts");
        await after.AssertProblemAsync(HttpStatusCode.Unauthorized, "token_invalid");
        using var own = await second.GetAsync("/v1/account");
        await own.AssertProblemAsync(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.Contains(
            "The sign-in of this token has ended", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/v1/accounts")).StatusCode);
    }

    [Fact]
    public async Task An_operator_reaches_no_account_of_the_staff()
    {
        using var @operator = await _host.StaffAsync("olga", AccountRole.Operator);
        using var admin = await _host.StaffAsync("ada", AccountRole.Admin);
        var id = await _host.IdAsync("ada");

        foreach (var verb in (string[])["disable", "enable", "unlock", "let-enroll", "reset-link"])
        {
            using var answer = await @operator.PostAsJsonAsync($"/v1/accounts/{id}/{verb}", new { });
            await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "account_out_of_reach");
        }

        using var made = await @operator.PostAsJsonAsync("/v1/accounts", new { userName = "mallory", role = "admin" });
        await made.AssertProblemAsync(HttpStatusCode.Forbidden, "account_out_of_reach");
    }

    [Fact]
    public async Task The_last_admin_stays_over_the_API()
    {
        using var admin = await _host.StaffAsync("ada", AccountRole.Admin);
        var id = await _host.IdAsync("ada");

        using var demoted = await admin.PutAsJsonAsync($"/v1/accounts/{id}/role", new { role = "user" });
        using var disabled = await admin.PostAsJsonAsync($"/v1/accounts/{id}/disable", new { });
        using var removed = await admin.DeleteAsync($"/v1/accounts/{id}");

        foreach (var answer in (HttpResponseMessage[])[demoted, disabled, removed])
            await answer.AssertProblemAsync(HttpStatusCode.Conflict, "last_admin");
        Assert.Equal("admin", (await admin.JsonAsync("/v1/account")).GetProperty("role").GetString());
    }

    [Fact]
    public async Task An_admin_who_has_nothing_to_sign_in_with_is_no_other_admin()
    {
        using var admin = await _host.StaffAsync("ada", AccountRole.Admin);
        using var made = await admin.PostAsJsonAsync("/v1/accounts", new { userName = "ghost", role = "admin" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var (ada, ghost) = (await _host.IdAsync("ada"), await _host.IdAsync("ghost"));

        using var demoted = await admin.PutAsJsonAsync($"/v1/accounts/{ada}/role", new { role = "user" });
        using var disabled = await admin.PostAsJsonAsync($"/v1/accounts/{ada}/disable", new { });
        using var removed = await admin.DeleteAsync($"/v1/accounts/{ada}");
        using var other = await admin.PutAsJsonAsync($"/v1/accounts/{ghost}/role", new { role = "user" });

        foreach (var answer in (HttpResponseMessage[])[demoted, disabled, removed])
            await answer.AssertProblemAsync(HttpStatusCode.Conflict, "last_admin");
        Assert.Equal(HttpStatusCode.NoContent, other.StatusCode);
    }

    [Fact]
    public async Task What_the_staff_does_is_audited_under_its_account_and_without_names()
    {
        using var admin = await _host.StaffAsync("ada", AccountRole.Admin);
        using var bob = await _host.UserAsync("bob");
        var (ada, id) = (await _host.IdAsync("ada"), await _host.IdAsync("bob"));

        (await admin.PutAsJsonAsync($"/v1/accounts/{id}/role", new { role = "auditor" })).EnsureSuccessStatusCode();
        (await admin.PostAsJsonAsync($"/v1/accounts/{id}/disable", new { })).EnsureSuccessStatusCode();
        (await admin.PostAsJsonAsync("/v1/relying-parties/shop/keys", new { })).EnsureSuccessStatusCode();

        var entries = await _host.Audit.RecentAsync($"user:{ada}", 3, default);
        Assert.Equal(["key.issued", "user.disabled", "user.role_set"], entries.Select(entry => entry.Action));
        Assert.Equal($$"""{"account":"user:{{id}}","role":"auditor"}""", entries[2].Details);
        Assert.DoesNotContain(_host.Log.All, line => line.Contains("bob", StringComparison.Ordinal));
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
