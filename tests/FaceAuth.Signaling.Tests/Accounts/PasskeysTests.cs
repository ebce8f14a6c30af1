using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Accounts;

/// <summary>Passkeys beside passwords, with an authenticator that lies where it may.</summary>
public sealed class PasskeysTests : IAsyncLifetime
{
    const string Origin = "http://localhost";

    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "1000"));
    readonly SoftAuthenticator _device = new(Origin);
    HttpClient _user = null!;
    HttpClient _anybody = null!;

    [Fact]
    public async Task One_is_added_named_and_signs_in_without_a_name()
    {
        await AddAsync(_user, _device);
        var listed = Assert.Single((await _user.JsonAsync("/v1/account/passkeys")).GetProperty("passkeys").EnumerateArray());
        var id = listed.GetProperty("id").GetString();
        using var named = await _user.PutAsJsonAsync($"/v1/account/passkeys/{id}", new { name = "Phone" });

        using var answer = await LoginAsync(_device);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.OK), (named.StatusCode, answer.StatusCode));
        var pair = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("ada", pair.GetProperty("userName").GetString());
        using var signedIn = _host.With(pair);
        var shown = (await signedIn.JsonAsync("/v1/account/passkeys")).GetProperty("passkeys")[0];
        Assert.Equal("Phone", shown.GetProperty("name").GetString());
        var audited = await _host.AuditedAsync($"user:{await _host.IdAsync("ada")}");
        Assert.Equal(["user.passkey_login", "user.passkey_added"], audited.Take(2));
    }

    [Fact]
    public async Task One_that_signs_in_frees_a_face_that_failed_too_often()
    {
        await using var host = new HostApplication(("Attempts:Free", "1"));
        using var user = await host.UserAsync();
        using var anybody = host.CreateClient();
        await AddAsync(user, _device);
        await host.EnrollAsync(user, null);
        var verify = new { purpose = "verify" };
        var session = await LiveSession.OpenAsync(host, user, verify);
        session.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NotSamePerson)));
        await session.EndAsync();
        using var waits = await user.PostAsJsonAsync("/v1/sessions", verify);

        using var answer = await LoginAsync(_device, by: anybody);

        await waits.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var again = await user.PostAsJsonAsync("/v1/sessions", verify);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
    }

    [Fact]
    public async Task One_that_was_removed_signs_in_no_more()
    {
        var id = (await AddAsync(_user, _device)).GetProperty("id").GetString();

        using var removed = await _user.DeleteAsync($"/v1/account/passkeys/{id}");
        using var again = await _user.DeleteAsync($"/v1/account/passkeys/{id}");
        using var answer = await LoginAsync(_device);

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await again.AssertProblemAsync(HttpStatusCode.NotFound, "passkey_unknown");
        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "passkey_failed");
    }

    [Fact]
    public async Task The_first_is_added_and_one_is_removed_by_who_signed_in_just_now_alone()
    {
        var (_, pair) = await _host.LoginAsync("ada");
        using var early = _host.With(pair);
        var id = (await AddAsync(early, _device)).GetProperty("id").GetString();
        using var bob = await _host.UserAsync("bob");
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        var (_, fresh) = await _host.LoginAsync("ada");
        using var late = _host.With(fresh);

        using var asked = await bob.PostAsJsonAsync("/v1/account/passkeys/options", new { });
        using var kept = await early.DeleteAsync($"/v1/account/passkeys/{id}");
        using var removed = await late.DeleteAsync($"/v1/account/passkeys/{id}");

        await asked.AssertProblemAsync(HttpStatusCode.Forbidden, "sign_in_again");
        await kept.AssertProblemAsync(HttpStatusCode.Forbidden, "sign_in_again");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Theory]
    [InlineData("origin")]
    [InlineData("verification")]
    [InlineData("other user")]
    [InlineData("signature")]
    [InlineData("challenge")]
    [InlineData("state")]
    [InlineData("late")]
    [InlineData("nothing")]
    public async Task An_answer_that_is_not_to_this_question_is_refused_and_audited(string wrong)
    {
        using var eve = await _host.UserAsync("eve");
        using var other = new SoftAuthenticator(Origin);
        await AddAsync(_user, _device);
        await AddAsync(eve, other);
        _device.Counter++;
        var (state, options) = await AskAsync(_anybody, "/v1/auth/passkey/options");
        var (elsewhere, otherOptions) = await AskAsync(_anybody, "/v1/auth/passkey/options");
        if (wrong == "origin") _device.Origin = "https://evil.example";
        if (wrong == "verification") _device.Verifies = false;
        if (wrong == "other user") _device.UserHandle = other.Get(options)["response"]!["userHandle"]!.GetValue<string>();
        var credential = _device.Get(wrong == "challenge" ? otherOptions : options);
        if (wrong == "signature") credential["response"]!["signature"] = other.Get(options)["response"]!["signature"]!.DeepClone();
        if (wrong == "late") _host.Clock.Advance(TimeSpan.FromMinutes(5));
        var body = wrong == "nothing" ? (object)new { state } : new { state = wrong == "state" ? elsewhere + "x" : state, credential };

        using var answer = await _anybody.PostAsJsonAsync("/v1/auth/passkey/login", body);

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "passkey_failed");
        if (wrong is "origin" or "verification" or "signature" or "challenge")
            Assert.Contains("user.passkey_failed", await _host.AuditedAsync($"user:{await _host.IdAsync("ada")}"));
    }

    [Fact]
    public async Task A_question_is_answered_once()
    {
        await AddAsync(_user, _device);
        _device.Counter++;
        var (state, options) = await AskAsync(_anybody, "/v1/auth/passkey/options");
        var first = _device.Get(options);
        _device.Counter++;
        var second = _device.Get(options);

        using var answer = await _anybody.PostAsJsonAsync("/v1/auth/passkey/login", new { state, credential = first });
        using var again = await _anybody.PostAsJsonAsync("/v1/auth/passkey/login", new { state, credential = second });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await again.AssertProblemAsync(HttpStatusCode.Unauthorized, "passkey_failed");
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public async Task A_counter_that_stands_still_or_goes_back_is_a_copy_and_audited(uint counter)
    {
        _device.Counter = 7;
        await AddAsync(_user, _device);

        using var answer = await LoginAsync(_device, counter);

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "passkey_failed");
        Assert.Contains("user.passkey_copied", await _host.AuditedAsync($"user:{await _host.IdAsync("ada")}"));
    }

    [Fact]
    public async Task One_persons_question_makes_no_passkey_of_another()
    {
        using var eve = await _host.UserAsync("eve");
        var (state, options) = await AskAsync(_user, "/v1/account/passkeys/options");
        var credential = _device.Create(options);

        using var stolen = await eve.PostAsJsonAsync("/v1/account/passkeys", new { state, credential });
        using var own = await _user.PostAsJsonAsync("/v1/account/passkeys", new { state, credential });
        using var twice = await _user.PostAsJsonAsync("/v1/account/passkeys", new { state, credential });

        await stolen.AssertProblemAsync(HttpStatusCode.Unauthorized, "passkey_failed");
        Assert.Equal(HttpStatusCode.Created, own.StatusCode);
        await twice.AssertProblemAsync(HttpStatusCode.Unauthorized, "passkey_failed");
    }

    [Fact]
    public async Task One_that_somebody_else_has_is_added_to_no_account()
    {
        using var eve = await _host.UserAsync("eve");
        await AddAsync(_user, _device);
        var (state, options) = await AskAsync(eve, "/v1/account/passkeys/options");

        using var answer = await eve.PostAsJsonAsync("/v1/account/passkeys", new { state, credential = _device.Create(options) });

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "passkey_failed");
    }

    [Fact]
    public async Task A_password_alone_adds_none_to_an_account_with_a_face_or_a_passkey()
    {
        await AddAsync(_user, _device);
        using var second = await _user.PostAsJsonAsync("/v1/account/passkeys/options", new { });
        using var bob = await _host.UserAsync("bob");
        await _host.EnrollAsync(bob, null);
        using var face = await bob.PostAsJsonAsync("/v1/account/passkeys/options", new { });
        (await bob.DeleteAsync("/v1/subjects/me")).EnsureSuccessStatusCode();
        using var erased = await bob.PostAsJsonAsync("/v1/account/passkeys/options", new { });

        foreach (var answer in (HttpResponseMessage[])[second, face, erased])
            await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "passkey_needs_proof");
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public async Task A_passkey_of_the_last_5_minutes_lets_a_face_be_replaced_and_another_be_added(int minutes, bool may)
    {
        await AddAsync(_user, _device);
        await _host.EnrollAsync(_user, null);
        (await _user.DeleteAsync("/v1/subjects/me")).EnsureSuccessStatusCode();
        using var byPassword = await _user.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll" });
        using var answer = await LoginAsync(_device);
        using var byPasskey = _host.With(await answer.Content.ReadFromJsonAsync<JsonElement>());
        _host.Clock.Advance(TimeSpan.FromMinutes(minutes));

        using var another = await byPasskey.PostAsJsonAsync("/v1/account/passkeys/options", new { });
        using var enroll = await byPasskey.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll" });

        await byPassword.AssertProblemAsync(HttpStatusCode.Forbidden, "enroll_needs_proof");
        Assert.Equal(may, another.IsSuccessStatusCode);
        Assert.Equal(may ? HttpStatusCode.Created : HttpStatusCode.Forbidden, enroll.StatusCode);
    }

    [Fact]
    public async Task A_disabled_account_is_not_signed_in_to()
    {
        await AddAsync(_user, _device);
        await _host.DisableAsync("ada");

        using var answer = await LoginAsync(_device);

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "passkey_failed");
    }

    [Fact]
    public async Task A_user_has_16_at_most()
    {
        await AddAsync(_user, _device);
        using var answer = await LoginAsync(_device);
        using var user = _host.With(await answer.Content.ReadFromJsonAsync<JsonElement>());
        for (var i = 1; i < 16; i++)
        {
            using var device = new SoftAuthenticator(Origin);
            await AddAsync(user, device);
        }

        using var more = await user.PostAsJsonAsync("/v1/account/passkeys/options", new { });

        await more.AssertProblemAsync(HttpStatusCode.Conflict, "too_many_passkeys");
    }

    [Theory]
    [InlineData("https://face.example.org", true)]
    [InlineData("http://localhost", false)]
    public async Task Where_the_public_address_is_set_passkeys_are_its_alone(string origin, bool may)
    {
        await using var host = new HostApplication(("Web:PublicAddress", "https://face.example.org"));
        using var user = await host.UserAsync();
        using var device = new SoftAuthenticator(origin);
        var (state, options) = await AskAsync(user, "/v1/account/passkeys/options");

        using var answer = await user.PostAsJsonAsync("/v1/account/passkeys", new { state, credential = device.Create(options) });

        Assert.Equal("face.example.org", options.GetProperty("rp").GetProperty("id").GetString());
        Assert.Equal("required", options.GetProperty("authenticatorSelection").GetProperty("userVerification").GetString());
        Assert.Equal(may, answer.IsSuccessStatusCode);
    }

    public async ValueTask InitializeAsync()
    {
        _user = await _host.UserAsync("ada");
        _anybody = _host.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _user.Dispose();
        _anybody.Dispose();
        _device.Dispose();
        await _host.DisposeAsync();
    }

    async Task<HttpResponseMessage> LoginAsync(SoftAuthenticator device, uint? counter = null, HttpClient? by = null)
    {
        by ??= _anybody;
        var (state, options) = await AskAsync(by, "/v1/auth/passkey/options");
        device.Counter = counter ?? device.Counter + 1;
        return await by.PostAsJsonAsync("/v1/auth/passkey/login", new { state, credential = device.Get(options) });
    }

    internal static async Task<JsonElement> AddAsync(HttpClient user, SoftAuthenticator device)
    {
        var (state, options) = await AskAsync(user, "/v1/account/passkeys/options");
        using var answer = await user.PostAsJsonAsync("/v1/account/passkeys", new { state, credential = device.Create(options) });
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    static async Task<(string State, JsonElement Options)> AskAsync(HttpClient client, string path)
    {
        using var answer = await client.PostAsJsonAsync(path, new { });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var question = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (question.GetProperty("state").GetString()!, question.GetProperty("options"));
    }
}
