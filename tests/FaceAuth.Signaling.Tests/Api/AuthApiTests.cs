using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace FaceAuth.Signaling.Tests.Api;

public sealed class AuthApiTests : IAsyncDisposable
{
    const string Password = "correct horse battery";

    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "1000"));

    [Fact]
    public async Task Registering_signs_in()
    {
        using var client = _host.CreateClient();

        using var answer = await PostAsync(client, "register", new { userName = "ada", password = Password });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        await AssertSignedInAsync(client, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    [Fact]
    public async Task An_e_mail_address_is_a_user_name()
    {
        using var client = _host.CreateClient();
        var name = "ada.lovelace+face@a-rather-long-department-name.example-university.example.org";

        using var answer = await PostAsync(client, "register", new { userName = name, password = Password });
        using var again = await PostAsync(client, "login", new { userName = name.ToUpperInvariant(), password = Password });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (answer.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task The_right_password_signs_in()
    {
        using var client = _host.CreateClient();
        (await PostAsync(client, "register", new { userName = "ada", password = Password })).Dispose();

        using var answer = await PostAsync(client, "login", new { userName = "ADA", password = Password });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await AssertSignedInAsync(client, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    [Theory]
    [InlineData("ab", Password, "bad_user_name")]
    [InlineData("with space", Password, "bad_user_name")]
    [InlineData(null, Password, "bad_user_name")]
    [InlineData("ada", "short", "bad_password")]
    [InlineData("ada", "aaaaaaaaaaaaaaaa", "bad_password")]
    [InlineData("ada", null, "bad_password")]
    [InlineData("a\u200bda", Password, "bad_user_name")]
    [InlineData("\u0430da", Password, "bad_user_name")]
    [InlineData("ada", "Password123", "common_password")]
    [InlineData("adalovelace", "AdaLovelace12", "common_password")]
    [InlineData("adalovelace@example.org", "adalovelace1!", "common_password")]
    public async Task Registering_refuses_what_it_cannot_use(string? name, string? password, string code)
    {
        using var client = _host.CreateClient();

        using var answer = await PostAsync(client, "register", new { userName = name, password });

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task An_endless_password_is_refused_unhashed()
    {
        using var client = _host.CreateClient();

        using var answer = await PostAsync(client, "register", new { userName = "ada", password = new string('x', 300) + "yzab" });

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_password");
    }

    [Fact]
    public async Task A_name_is_taken_whatever_its_case()
    {
        using var client = _host.CreateClient();
        (await PostAsync(client, "register", new { userName = "ada", password = Password })).Dispose();

        using var answer = await PostAsync(client, "register", new { userName = "Ada", password = Password });

        await answer.AssertProblemAsync(HttpStatusCode.Conflict, "name_taken");
    }

    [Fact]
    public async Task An_unknown_name_and_a_wrong_password_look_the_same()
    {
        using var client = _host.CreateClient();
        (await PostAsync(client, "register", new { userName = "ada", password = Password })).Dispose();

        using var wrong = await PostAsync(client, "login", new { userName = "ada", password = "wrong horse battery" });
        using var unknown = await PostAsync(client, "login", new { userName = "bob", password = "wrong horse battery" });

        await wrong.AssertProblemAsync(HttpStatusCode.Unauthorized, "login_failed");
        Assert.Equal(await BodyAsync(wrong), await BodyAsync(unknown));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_with_the_same_answer()
    {
        using var client = _host.CreateClient();
        (await PostAsync(client, "register", new { userName = "ada", password = Password })).Dispose();
        var wrong = new { userName = "ada", password = "wrong horse battery" };
        for (var i = 0; i < 5; i++) (await PostAsync(client, "login", wrong)).Dispose();

        using var locked = await PostAsync(client, "login", new { userName = "ada", password = Password });

        await locked.AssertProblemAsync(HttpStatusCode.Unauthorized, "login_failed");
    }

    [Fact]
    public async Task Wrong_passwords_tried_all_at_once_lock_the_account_too()
    {
        using var client = _host.CreateClient();
        (await PostAsync(client, "register", new { userName = "ada", password = Password })).Dispose();
        var wrong = new { userName = "ada", password = "wrong horse battery" };
        var tries = Enumerable.Range(0, 12).Select(_ => PostAsync(client, "login", wrong));
        foreach (var answer in await Task.WhenAll(tries)) answer.Dispose();

        using var locked = await PostAsync(client, "login", new { userName = "ada", password = Password });

        await locked.AssertProblemAsync(HttpStatusCode.Unauthorized, "login_failed");
    }

    [Fact]
    public async Task Of_those_who_register_one_name_at_once_one_gets_it_and_the_others_are_told()
    {
        using var client = _host.CreateClient();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => PostAsync(client, "register", new { userName = "ada", password = Password })));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
            await answer.AssertProblemAsync(HttpStatusCode.Conflict, "name_taken");
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task Every_attempt_is_audited()
    {
        using var client = _host.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Agent/7 \u00fc" + new string('x', 300));
        (await PostAsync(client, "register", new { userName = "ada", password = Password })).Dispose();
        (await PostAsync(client, "login", new { userName = "ada", password = Password })).Dispose();
        (await PostAsync(client, "login", new { userName = "ada", password = "wrong horse battery" })).Dispose();
        (await PostAsync(client, "login", new { userName = "bob", password = Password })).Dispose();

        var entries = await _host.Audit.RecentAsync(null, 10, default, withOrigins: true);

        Assert.All(entries, entry => Assert.StartsWith("Agent/7 ?x", entry.Origin!.UserAgent, StringComparison.Ordinal));
        Assert.All(entries, entry => Assert.Equal(256, entry.Origin!.UserAgent!.Length));
        Assert.Equal(["user.login_failed", "user.login_failed", "user.login", "user.registered"], entries.Select(entry => entry.Action));
        Assert.Equal("system", entries[0].Actor);
        Assert.StartsWith("user:", entries[1].Actor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_token_gives_a_new_pair()
    {
        using var client = _host.CreateClient();
        var tokens = await RegisterAsync(client);

        using var answer = await PostAsync(client, "refresh", new { refreshToken = tokens.GetProperty("refreshToken").GetString() });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await AssertSignedInAsync(client, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_refresh_token_of_the_user_and_nobody_elses()
    {
        using var client = _host.CreateClient();
        var first = await RegisterAsync(client);
        using var login = await PostAsync(client, "login", new { userName = "ada", password = Password });
        var second = await login.Content.ReadFromJsonAsync<JsonElement>();
        using var bob = await PostAsync(client, "register", new { userName = "bob", password = Password });
        var other = await bob.Content.ReadFromJsonAsync<JsonElement>();

        var everywhere = new { refreshToken = first.GetProperty("refreshToken").GetString(), everywhere = true };
        using var left = await PostAsync(client, "logout", everywhere);
        using var again = await PostAsync(client, "logout", new { refreshToken = first.GetProperty("refreshToken").GetString() });
        using var elsewhere = await PostAsync(client, "refresh", new { refreshToken = second.GetProperty("refreshToken").GetString() });
        using var others = await PostAsync(client, "refresh", new { refreshToken = other.GetProperty("refreshToken").GetString() });

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.OK), (left.StatusCode, others.StatusCode));
        await again.AssertProblemAsync(HttpStatusCode.Unauthorized, "refresh_failed");
        await elsewhere.AssertProblemAsync(HttpStatusCode.Unauthorized, "refresh_failed");
        Assert.Contains(await _host.Audit.RecentAsync(null, 1, default), entry => entry.Action == "user.logout_everywhere");
    }

    [Fact]
    public async Task Only_a_living_refresh_token_refreshes()
    {
        using var client = _host.CreateClient();
        var tokens = await RegisterAsync(client);

        using var access = await PostAsync(client, "refresh", new { refreshToken = tokens.GetProperty("accessToken").GetString() });
        using var rubbish = await PostAsync(client, "refresh", new { refreshToken = "a.b.c" });
        _host.Clock.Advance(TimeSpan.FromDays(7));
        using var expired = await PostAsync(client, "refresh", new { refreshToken = tokens.GetProperty("refreshToken").GetString() });

        await access.AssertProblemAsync(HttpStatusCode.Unauthorized, "refresh_failed");
        await rubbish.AssertProblemAsync(HttpStatusCode.Unauthorized, "refresh_failed");
        await expired.AssertProblemAsync(HttpStatusCode.Unauthorized, "refresh_failed");
    }

    [Fact]
    public async Task A_refresh_token_is_no_access_token()
    {
        using var client = _host.CreateClient();
        var tokens = await RegisterAsync(client);
        client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("refreshToken").GetString());

        using var answer = await client.GetAsync("/v1/subjects");

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Fact]
    public async Task An_access_token_runs_out_after_15_minutes()
    {
        using var client = await _host.UserAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        using var before = await client.GetAsync("/v1/subjects");

        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        using var after = await client.GetAsync("/v1/subjects");

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await after.AssertProblemAsync(HttpStatusCode.Unauthorized, "token_expired");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"userName":5}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task What_is_not_the_expected_json_is_a_bad_request(string body)
    {
        using var client = _host.CreateClient();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await client.PostAsync("/v1/auth/login", content);

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
    }

    [Fact]
    public async Task Another_media_type_is_refused()
    {
        using var client = _host.CreateClient();
        using var content = new StringContent("userName=ada", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");

        using var answer = await client.PostAsync("/v1/auth/login", content);

        await answer.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, object body) =>
        client.PostAsJsonAsync($"/v1/auth/{path}", body);

    static async Task<JsonElement> RegisterAsync(HttpClient client)
    {
        using var answer = await PostAsync(client, "register", new { userName = "ada", password = Password });
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    static async Task AssertSignedInAsync(HttpClient client, JsonElement tokens)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        using var answer = await client.GetAsync("/v1/subjects");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(900, tokens.GetProperty("expiresIn").GetInt32());
    }

    /// <summary>Without the trace id, which is different for every request.</summary>
    static async Task<string> BodyAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadFromJsonAsync<Dictionary<string, JsonElement>>();
        body!.Remove("traceId");
        return JsonSerializer.Serialize(body);
    }
}
