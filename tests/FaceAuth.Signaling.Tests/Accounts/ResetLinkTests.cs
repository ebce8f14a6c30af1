using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Accounts;

/// <summary>A link that sets a password: once, for an hour, and nothing beside it.</summary>
public sealed class ResetLinkTests : IAsyncLifetime
{
    const string Next = "a battery of other horses";

    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "1000"));
    HttpClient _staff = null!;
    HttpClient _user = null!;

    [Fact]
    public async Task It_sets_the_password_once_and_ends_every_sign_in()
    {
        var (_, elsewhere) = await _host.LoginAsync("ada");
        for (var i = 0; i < 6; i++) await _host.LoginAsync("ada", "wrong wrong wrong");
        var token = await LinkAsync();

        using var bad = await ResetAsync(token, "short");
        using var done = await ResetAsync(token, Next);
        using var again = await ResetAsync(token, Next);

        await bad.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_password");
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        await again.AssertProblemAsync(HttpStatusCode.Unauthorized, "reset_link_invalid");
        using var refresh = await _host.RefreshAsync(elsewhere);
        await refresh.AssertProblemAsync(HttpStatusCode.Unauthorized, "refresh_failed");
        Assert.Equal((200, 401), ((await _host.LoginAsync("ada", Next)).Status, (await _host.LoginAsync("ada")).Status));
        Assert.Contains("user.password_reset", await _host.AuditedAsync($"user:{await _host.IdAsync("ada")}"));
    }

    [Theory]
    [MemberData(nameof(OwnDatabase.Engines), MemberType = typeof(OwnDatabase))]
    public async Task Links_and_accounts_without_a_password_warn_of_nothing(string engine)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        await using var host = new HostApplication(database.Settings);
        using var staff = await host.StaffAsync("olga", AccountRole.Operator);
        using var made = await staff.PostAsJsonAsync("/v1/accounts", new { userName = "carol" });
        var link = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("link").GetProperty("token").GetString();

        using var first = await staff.PostAsJsonAsync("/v1/auth/reset", new { token = link, password = Next });
        using var again = await staff.PostAsJsonAsync("/v1/auth/reset", new { token = link, password = Next });

        using var other = await staff.PostAsJsonAsync("/v1/accounts", new { userName = "dave" });
        var directory = host.Services.GetRequiredService<IAccountDirectory>();
        await directory.SetRoleAsync(await host.IdAsync("dave"), AccountRole.Admin, default);
        await host.DisableAsync("dave");   // looks whether who has no password has a passkey

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Unauthorized), (first.StatusCode, again.StatusCode));
        AssertNoWarning(host);
    }

    static void AssertNoWarning(HostApplication host) => Assert.DoesNotContain(
        host.Log.All, line => line.StartsWith("Warning Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
            || line.StartsWith("Error Microsoft.EntityFrameworkCore", StringComparison.Ordinal));

    [Fact]
    public async Task It_runs_out_after_an_hour_and_a_newer_one_ends_it()
    {
        var first = await LinkAsync();
        var second = await LinkAsync();

        using var older = await ResetAsync(first, Next);
        _host.Clock.Advance(TimeSpan.FromHours(1));
        using var late = await ResetAsync(second, Next);

        await older.AssertProblemAsync(HttpStatusCode.Unauthorized, "reset_link_invalid");
        await late.AssertProblemAsync(HttpStatusCode.Unauthorized, "reset_link_invalid");
    }

    [Theory]
    [InlineData('!')]
    [InlineData('ä')]
    [InlineData('=')]
    [InlineData('A')]
    public async Task A_text_as_long_as_a_links_secret_that_is_none_is_refused(char letter)
    {
        using var answer = await ResetAsync(new(letter, 64), Next);

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "reset_link_invalid");
    }

    [Fact]
    public async Task A_disabled_account_gets_none()
    {
        await _host.DisableAsync("ada");

        using var answer = await _staff.PostAsJsonAsync($"/v1/accounts/{await _host.IdAsync("ada")}/reset-link", new { });

        await answer.AssertProblemAsync(HttpStatusCode.Conflict, "link_while_disabled");
    }

    [Theory]
    [InlineData("https://face.example.org", "/face", "https://face.example.org/face/reset.html#")]
    [InlineData("https://face.example.org/face", "/face", "https://face.example.org/face/reset.html#")]
    [InlineData("https://face.example.org/surface", "/face", "https://face.example.org/surface/face/reset.html#")]
    [InlineData("https://face", "/face", "https://face/face/reset.html#")]
    [InlineData("https://face.example.org/below", "", "https://face.example.org/below/reset.html#")]
    public async Task A_whole_one_names_the_path_below_which_the_server_is_once(string address, string path, string begins)
    {
        await using var host = new HostApplication(("Web:PublicAddress", address), ("Web:PathBase", path));
        using var staff = await host.StaffAsync("olga", AccountRole.Operator);

        using var made = await staff.PostAsJsonAsync("/v1/accounts", new { userName = "carol" });

        var link = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("link").GetProperty("url").GetString();
        Assert.StartsWith(begins, link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_puts_no_other_face_on_the_account()
    {
        await _host.EnrollAsync(_user, null);
        using var done = await ResetAsync(await LinkAsync(), Next);
        using var user = _host.With((await _host.LoginAsync("ada", Next)).Pair);
        (await user.DeleteAsync("/v1/subjects/me")).EnsureSuccessStatusCode();

        using var enroll = await user.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll" });

        await enroll.AssertProblemAsync(HttpStatusCode.Forbidden, "enroll_needs_proof");
    }

    /// <summary>Who had the password before may have begun one, and enrols nobody with it now.</summary>
    [Fact]
    public async Task It_ends_sessions_that_were_made_before_it()
    {
        async Task<Guid> SessionAsync(HttpClient user) =>
            (await user.CreateSessionAsync(new { purpose = "enroll" })).GetProperty("id").GetGuid();
        var waits = await SessionAsync(_user);
        var runs = await LiveSession.OpenAsync(_host, _user, new { purpose = "enroll" });
        using var done = await ResetAsync(await LinkAsync(), Next);
        using var owner = _host.With((await _host.LoginAsync("ada", Next)).Pair);

        Assert.Equal("token_invalid", await LiveSession.OfferAsync(_host, waits));
        Assert.Equal(SessionState.Ended, (await runs.EndAsync()).State);
        Assert.Null(await LiveSession.OfferAsync(_host, await SessionAsync(owner)));
    }

    /// <summary>Whoever registers another's address and waits for them has a passkey until then.</summary>
    [Fact]
    public async Task The_first_takes_passkeys_from_before_away_and_later_ones_none()
    {
        await AddPasskeyAsync(1);
        using var first = await ResetAsync(await LinkAsync(), Next);
        var after = await PasskeysAsync();
        await AddPasskeyAsync(2);
        using var second = await ResetAsync(await LinkAsync(), Next + " and more");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, second.StatusCode));
        Assert.Equal((0, 1), (after, await PasskeysAsync()));
        AssertNoWarning(_host);
        Assert.Contains("user.passkey_removed", await _host.AuditedAsync($"user:{await _host.IdAsync("ada")}"));

        async Task<int> PasskeysAsync() => (await UserAsync((users, user) => users.GetPasskeysAsync(user))).Count;

        async Task AddPasskeyAsync(byte id) => Assert.True((await UserAsync((users, user) => users.AddOrUpdatePasskeyAsync(
            user, new([id], [4, 5, 6], _host.Clock.GetUtcNow(), 7, ["usb"], true, true, false, [], [])))).Succeeded);
    }

    async Task<T> UserAsync<T>(Func<UserManager<FaceAuthUser>, FaceAuthUser, Task<T>> work)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
        return await work(users, (await users.FindByNameAsync("ada"))!);
    }

    [Fact]
    public async Task It_opens_no_disabled_account_and_lies_in_no_log()
    {
        var token = await LinkAsync();
        (await _staff.PostAsJsonAsync($"/v1/accounts/{await _host.IdAsync("ada")}/disable", new { })).EnsureSuccessStatusCode();

        using var answer = await ResetAsync(token, Next);

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "reset_link_invalid");
        Assert.DoesNotContain(_host.Log.All, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_mail_server_nobody_learns_which_names_there_are()
    {
        using var client = _host.CreateClient();
        foreach (var name in (string[])["ada", "nobody", "?"])
        {
            using var answer = await client.PostAsJsonAsync("/v1/auth/reset-request", new { userName = name });
            await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "mail_closed");
        }
    }

    public async ValueTask InitializeAsync()
    {
        _user = await _host.UserAsync("ada");
        _staff = await _host.StaffAsync("olga", AccountRole.Operator);
    }

    public async ValueTask DisposeAsync()
    {
        _user.Dispose();
        _staff.Dispose();
        await _host.DisposeAsync();
    }

    async Task<string> LinkAsync()
    {
        using var answer = await _staff.PostAsJsonAsync($"/v1/accounts/{await _host.IdAsync("ada")}/reset-link", new { });
        var link = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return link.GetProperty("token").GetString()!;
    }

    async Task<HttpResponseMessage> ResetAsync(string token, string password)
    {
        using var client = _host.CreateClient();
        return await client.PostAsJsonAsync("/v1/auth/reset", new { token, password });
    }
}
