using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Api;

/// <summary>What keeps a user signed in, and what ends it.</summary>
public sealed class SignInsTests : IAsyncLifetime
{
    const string Password = "correct horse battery";

    static readonly TimeSpan BeyondGrace = TimeSpan.FromSeconds(11);

    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "1000"));
    HttpClient _client = null!;
    Pair _first = null!;

    [Fact]
    public async Task A_refresh_token_that_comes_again_ends_its_sign_in_and_is_audited()
    {
        var other = await LoginAsync();
        var thief = await RefreshedAsync(_first);
        _host.Clock.Advance(BeyondGrace);

        await AssertRefusedAsync(_first);

        await AssertRefusedAsync(thief);
        await RefreshedAsync(other);
        Assert.Contains(await _host.Audit.RecentAsync(null, 3, default), entry => entry.Action == "user.refresh_reused");
    }

    [Fact]
    public async Task Two_tabs_that_refresh_at_once_both_stay_signed_in()
    {
        var tabs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RefreshedAsync(_first)));
        _host.Clock.Advance(TimeSpan.FromMinutes(15));

        var next = await RefreshedAsync(tabs[0]);
        var same = await RefreshedAsync(tabs[3]);   // in the same moment: these two are one line, not two

        await RefreshedAsync(next);
        _host.Clock.Advance(BeyondGrace);
        await AssertRefusedAsync(same);
    }

    [Fact]
    public async Task A_lost_answer_can_be_asked_for_again_for_a_moment()
    {
        await RefreshedAsync(_first);
        _host.Clock.Advance(TimeSpan.FromSeconds(9));

        var again = await RefreshedAsync(_first);
        _host.Clock.Advance(TimeSpan.FromDays(6));

        await RefreshedAsync(again);
    }

    [Fact]
    public async Task However_often_it_is_refreshed_a_sign_in_ends_after_30_days()
    {
        var pair = _first;
        for (var day = 0; day < 24; day += 6)
        {
            _host.Clock.Advance(TimeSpan.FromDays(6));
            pair = await RefreshedAsync(pair);
        }

        _host.Clock.Advance(TimeSpan.FromDays(6));

        await AssertRefusedAsync(pair);
    }

    [Fact]
    public async Task A_changed_password_ends_them_all()
    {
        var other = await LoginAsync();
        await using (var scope = _host.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
            var ada = (await users.FindByNameAsync("ada"))!;
            Assert.True((await users.ChangePasswordAsync(ada, Password, "another horse battery")).Succeeded);
        }

        await AssertRefusedAsync(_first);
        await AssertRefusedAsync(other);
    }

    [Fact]
    public async Task Wrong_passwords_end_nobodys_sign_in_and_make_the_next_one_wait_for_seconds()
    {
        for (var i = 0; i < 6; i++)
        {
            using var wrong = await _client.PostAsJsonAsync("/v1/auth/login", new { userName = "ada", password = "wrong horse battery" });
            await wrong.AssertProblemAsync(HttpStatusCode.Unauthorized, "login_failed");
        }

        var next = await RefreshedAsync(_first);
        using var waits = await _client.PostAsJsonAsync("/v1/auth/login", new { userName = "ada", password = Password });
        await waits.AssertProblemAsync(HttpStatusCode.Unauthorized, "login_failed");
        using var left = await _client.PostAsJsonAsync("/v1/auth/logout", new { refreshToken = next.Refresh });
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        _host.Clock.Advance(TimeSpan.FromSeconds(5));

        await LoginAsync();
    }

    [Fact]
    public async Task Signing_out_ends_this_sign_in_alone()
    {
        var other = await LoginAsync();

        using var left = await _client.PostAsJsonAsync("/v1/auth/logout", new { refreshToken = _first.Refresh });
        using var again = await _client.PostAsJsonAsync("/v1/auth/logout", new { refreshToken = _first.Refresh });

        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        await again.AssertProblemAsync(HttpStatusCode.Unauthorized, "refresh_failed");
        await AssertRefusedAsync(_first);
        await RefreshedAsync(other);
    }

    [Fact]
    public async Task Sign_ins_are_listed_and_ended_one_by_one()
    {
        _client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Agent/7");
        var other = await LoginAsync();
        Authorize(_first);

        var listed = await ListAsync();
        Assert.Equal((2, 1), (listed.Count, listed.Count(one => one.GetProperty("current").GetBoolean())));
        var theirs = listed.Single(one => !one.GetProperty("current").GetBoolean());
        Assert.Equal("Agent/7", theirs.GetProperty("client").GetString());
        Assert.Equal(_host.Clock.GetUtcNow().AddDays(7), theirs.GetProperty("expiresAt").GetDateTimeOffset());

        using var ended = await _client.DeleteAsync($"/v1/auth/sign-ins/{theirs.GetProperty("id")}");
        using var unknown = await _client.DeleteAsync($"/v1/auth/sign-ins/{theirs.GetProperty("id")}");
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        await unknown.AssertProblemAsync(HttpStatusCode.NotFound, "sign_in_unknown");
        await AssertRefusedAsync(other);
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task Who_signed_in_long_ago_ends_their_own_alone_and_others_after_signing_in_again()
    {
        var other = await LoginAsync();
        Authorize(_first);
        var all = await ListAsync();
        var (own, theirs) = (all.Single(IsCurrent).GetProperty("id"), all.Single(one => !IsCurrent(one)).GetProperty("id"));
        _host.Clock.Advance(TimeSpan.FromMinutes(5));

        using var early = await _client.DeleteAsync($"/v1/auth/sign-ins/{theirs}");
        using var everywhere = await _client.PostAsJsonAsync("/v1/auth/logout", new { refreshToken = _first.Refresh, everywhere = true });
        Authorize(await LoginAsync());
        using var again = await _client.DeleteAsync($"/v1/auth/sign-ins/{theirs}");
        Authorize(_first);
        using var last = await _client.DeleteAsync($"/v1/auth/sign-ins/{own}");

        await early.AssertProblemAsync(HttpStatusCode.Forbidden, "sign_in_again");
        await everywhere.AssertProblemAsync(HttpStatusCode.Forbidden, "sign_in_again");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (again.StatusCode, last.StatusCode));
        await AssertRefusedAsync(other);

        static bool IsCurrent(JsonElement one) => one.GetProperty("current").GetBoolean();
    }

    [Fact]
    public async Task Nobody_ends_another_users_and_a_relying_party_has_none()
    {
        Authorize(_first);
        var id = (await ListAsync())[0].GetProperty("id").GetString();
        using var bob = await _host.UserAsync("bob");
        using var party = await _host.RelyingPartyAsync();

        using var theirs = await bob.DeleteAsync($"/v1/auth/sign-ins/{id}");
        using var partys = await party.GetAsync("/v1/auth/sign-ins");
        using var nobodys = await _host.CreateClient().GetAsync("/v1/auth/sign-ins");

        await theirs.AssertProblemAsync(HttpStatusCode.NotFound, "sign_in_unknown");
        await partys.AssertProblemAsync(HttpStatusCode.Forbidden, "sign_ins_need_user");
        await nobodys.AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await RefreshedAsync(_first);
    }

    public async ValueTask InitializeAsync()
    {
        _client = _host.CreateClient();
        using var answer = await _client.PostAsJsonAsync("/v1/auth/register", new { userName = "ada", password = Password });
        _first = await PairAsync(answer);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    void Authorize(Pair pair) => _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", pair.Access);

    async Task<Pair> LoginAsync()
    {
        using var answer = await _client.PostAsJsonAsync("/v1/auth/login", new { userName = "ada", password = Password });
        return await PairAsync(answer);
    }

    async Task<Pair> RefreshedAsync(Pair pair)
    {
        using var answer = await _client.PostAsJsonAsync("/v1/auth/refresh", new { refreshToken = pair.Refresh });
        return await PairAsync(answer);
    }

    async Task AssertRefusedAsync(Pair pair)
    {
        using var answer = await _client.PostAsJsonAsync("/v1/auth/refresh", new { refreshToken = pair.Refresh });
        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "refresh_failed");
    }

    async Task<List<JsonElement>> ListAsync() =>
        [.. (await _client.JsonAsync("/v1/auth/sign-ins")).GetProperty("signIns").EnumerateArray()];

    static async Task<Pair> PairAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var pair = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new(pair.GetProperty("accessToken").GetString()!, pair.GetProperty("refreshToken").GetString()!);
    }

    sealed record Pair(string Access, string Refresh);
}
