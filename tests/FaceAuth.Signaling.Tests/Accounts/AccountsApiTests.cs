using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FaceAuth.Signaling.Tests.Accounts;

public sealed class AccountsApiTests : IAsyncLifetime
{
    const string OperatorKey = "an operator's key of 32 characters";

    readonly HostApplication _host = new(("Operator:Key", OperatorKey), ("RateLimits:AuthPerAddress", "1000"));
    HttpClient _operator = null!;

    [Fact]
    public async Task Accounts_are_listed_page_by_page_and_shown()
    {
        for (var i = 0; i < 5; i++)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
            (await _host.UserAsync($"user{i}")).Dispose();
        }

        var (names, next) = (new List<string?>(), (string?)null);
        do
        {
            var page = await _operator.JsonAsync($"/v1/accounts?count=2{(next is null ? "" : $"&after={next}")}");
            names.AddRange(page.GetProperty("accounts").EnumerateArray().Select(one => one.GetProperty("userName").GetString()));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }
        while (next is not null);

        Assert.Equal(["user0", "user1", "user2", "user3", "user4"], names);
        var shown = await _operator.JsonAsync($"/v1/accounts/{await _host.IdAsync("user3")}");
        Assert.Equal(("user3", "user"), (shown.GetProperty("userName").GetString(), shown.GetProperty("role").GetString()));
        using var unknown = await _operator.GetAsync($"/v1/accounts/{Guid.NewGuid()}");
        await unknown.AssertProblemAsync(HttpStatusCode.NotFound, "account_unknown");
        foreach (var query in (string[])["count=0", "count=201", "after=x"])
        {
            using var bad = await _operator.GetAsync($"/v1/accounts?{query}");
            await bad.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
        }
    }

    [Fact]
    public async Task An_account_is_made_with_a_link_that_sets_its_password_once_and_runs_out()
    {
        using var answer = await _operator.PostAsJsonAsync("/v1/accounts", new { userName = "carol", role = "operator" });
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        using var known = await _operator.PostAsJsonAsync("/v1/accounts", new { userName = "dave", password = Staffed.Password });
        using var role = await _operator.PostAsJsonAsync("/v1/accounts", new { userName = "eve", role = "root" });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(401, (await _host.LoginAsync("carol")).Status);
        Assert.False(made.TryGetProperty("password", out _));
        using var later = await _operator.PostAsJsonAsync("/v1/accounts", new { userName = "frank" });
        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.Unauthorized],
            [await SetAsync(made, Staffed.Password), await SetAsync(made, "a battery of other horses")]);
        Assert.Equal(200, (await _host.LoginAsync("carol")).Status);
        Assert.False((await known.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("link", out _));
        _host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await SetAsync(await later.Content.ReadFromJsonAsync<JsonElement>(), Staffed.Password));
        await role.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
        Assert.Contains("user.role_set", await _host.AuditedAsync("operator"));
        Assert.Equal(3, (await _host.AuditedAsync("operator")).Count(action => action == "user.registered"));
        Assert.DoesNotContain("user.registered", await _host.AuditedAsync($"user:{await _host.IdAsync("dave")}"));
    }

    [Fact]
    public async Task A_link_is_whole_where_the_server_knows_its_address()
    {
        await using var host = new HostApplication(("Operator:Key", OperatorKey), ("Web:PublicAddress", "https://face.example.org/below"));
        using var staff = host.CreateClient();
        staff.DefaultRequestHeaders.Add("X-Operator-Key", OperatorKey);
        (await host.UserAsync("ada")).Dispose();

        using var answer = await staff.PostAsJsonAsync($"/v1/accounts/{await host.IdAsync("ada")}/reset-link", new { });
        using var without = await _operator.PostAsJsonAsync("/v1/accounts", new { userName = "carol" });

        var link = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var token = link.GetProperty("token").GetString();
        Assert.Equal($"https://face.example.org/below/reset.html#token={token}", link.GetProperty("url").GetString());
        Assert.False((await without.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("link").TryGetProperty("url", out _));
    }

    [Fact]
    public async Task A_disabled_account_can_do_nothing_from_then_on_until_it_is_enabled()
    {
        using var user = await _host.UserAsync("ada");
        var (_, pair) = await _host.LoginAsync("ada");
        var session = await user.CreateSessionAsync(new { purpose = "enroll" });
        var id = await _host.IdAsync("ada");

        (await _operator.PostAsJsonAsync($"/v1/accounts/{id}/disable", new { })).EnsureSuccessStatusCode();

        using var create = await user.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll" });
        using var refresh = await _host.RefreshAsync(pair);
        await create.AssertProblemAsync(HttpStatusCode.Unauthorized, "account_disabled");
        await refresh.AssertProblemAsync(HttpStatusCode.Unauthorized, "refresh_failed");
        Assert.Equal(401, (await _host.LoginAsync("ada")).Status);
        await using var hub = _host.Hub(session.GetProperty("token").GetString()!);
        await hub.StartAsync();
        var refused = await Assert.ThrowsAsync<HubException>(
            () => hub.InvokeAsync("Offer", new { sdp = "v=0" }));
        Assert.Contains("account_disabled", refused.Message, StringComparison.Ordinal);

        (await _operator.PostAsJsonAsync($"/v1/accounts/{id}/enable", new { })).EnsureSuccessStatusCode();
        Assert.Equal(200, (await _host.LoginAsync("ada")).Status);
        using var old = await _host.RefreshAsync(pair);
        await old.AssertProblemAsync(HttpStatusCode.Unauthorized, "refresh_failed");
    }

    [Fact]
    public async Task Who_knows_the_password_of_a_disabled_account_is_told_that_it_is()
    {
        (await _host.UserAsync("ada")).Dispose();
        await _host.DisableAsync("ada");

        var right = await _host.LoginAsync("ada");
        var wrong = await _host.LoginAsync("ada", "wrong wrong wrong");
        for (var i = 0; i < 6; i++) await _host.LoginAsync("ada", "wrong wrong wrong");
        var late = await _host.LoginAsync("ada");   // too many attempts tell nothing either

        Assert.Equal((401, "account_disabled"), (right.Status, right.Pair.GetProperty("code").GetString()));
        Assert.Equal((401, "login_failed"), (wrong.Status, wrong.Pair.GetProperty("code").GetString()));
        Assert.Equal((401, "login_failed"), (late.Status, late.Pair.GetProperty("code").GetString()));
        Assert.DoesNotContain("user.login", await _host.AuditedAsync($"user:{await _host.IdAsync("ada")}"));
    }

    [Fact]
    public async Task Unlocking_lets_the_owner_try_again_at_once()
    {
        (await _host.UserAsync("ada")).Dispose();
        for (var i = 0; i < 6; i++) await _host.LoginAsync("ada", "wrong wrong wrong");
        Assert.Equal(401, (await _host.LoginAsync("ada")).Status);

        (await _operator.PostAsJsonAsync($"/v1/accounts/{await _host.IdAsync("ada")}/unlock", new { })).EnsureSuccessStatusCode();

        Assert.Equal(200, (await _host.LoginAsync("ada")).Status);
    }

    [Fact]
    public async Task Deleting_an_account_erases_its_face_with_a_receipt()
    {
        using var user = await _host.UserAsync("ada");
        var subject = await _host.EnrollAsync(user, null);
        var session = (await user.CreateSessionAsync(new { purpose = "verify" })).GetProperty("id").GetGuid();
        var id = await _host.IdAsync("ada");

        using var answer = await _operator.DeleteAsync($"/v1/accounts/{id}");

        var receipt = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("receipt").GetString();
        Assert.Equal($"{id}", new JsonWebToken(receipt).Subject);
        Assert.Equal(401, (await _host.LoginAsync("ada")).Status);
        using var later = await user.GetAsync("/v1/account");
        await later.AssertProblemAsync(HttpStatusCode.Unauthorized, "account_removed");
        Assert.Equal("account_removed", await LiveSession.OfferAsync(_host, session));   // nobody can enable it
        var entries = await _host.Audit.RecentAsync("operator", 10, default);
        Assert.Contains(entries, entry => entry.Action == "subject.erased" && entry.SubjectId == subject);
        Assert.Contains(entries, entry => entry.Action == "user.removed");
        using var again = await _operator.DeleteAsync($"/v1/accounts/{id}");
        await again.AssertProblemAsync(HttpStatusCode.NotFound, "account_unknown");
    }

    public ValueTask InitializeAsync()
    {
        _operator = _host.CreateClient();
        _operator.DefaultRequestHeaders.Add("X-Operator-Key", OperatorKey);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        _operator.Dispose();
        await _host.DisposeAsync();
    }

    /// <summary>Sets a made account's password by its link.</summary>
    async Task<HttpStatusCode> SetAsync(JsonElement made, string password)
    {
        using var anybody = _host.CreateClient();
        var token = made.GetProperty("link").GetProperty("token").GetString();
        using var answer = await anybody.PostAsJsonAsync("/v1/auth/reset", new { token, password });
        return answer.StatusCode;
    }
}
