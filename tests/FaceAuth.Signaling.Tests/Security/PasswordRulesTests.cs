using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>Which passwords there may be, and that each counts exactly as it was sent.</summary>
public sealed class PasswordRulesTests : IAsyncDisposable
{
    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "1000"));

    [Theory]
    [InlineData("only small letters")]
    [InlineData("8264019375")]
    [InlineData("   four    spaces  ")]
    [InlineData("пароль из слов")]
    [InlineData("🐎🔋📎 correct")]
    [InlineData("<script>' OR 1=1 --")]
    public async Task Letters_of_any_kind_make_one(string password)
    {
        using var answer = await RegisterAsync("ada", password);

        Assert.Equal((HttpStatusCode.Created, 200), (answer.StatusCode, (await _host.LoginAsync("ada", password)).Status));
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(64, true)]
    [InlineData(256, true)]
    public async Task It_has_10_to_256_characters(int length, bool isTaken)
    {
        using var answer = await RegisterAsync("ada", Long(length));

        Assert.Equal(isTaken ? HttpStatusCode.Created : HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task It_counts_exactly_as_it_was_sent_to_its_last_character()
    {
        var password = Long(255) + "Z";
        (await RegisterAsync("ada", password)).Dispose();

        foreach (var other in (string[])[password[..^1], password[..^1] + "z", password[..72], " " + password[..^1], password[..^1] + "Y"])
            Assert.Equal(401, (await _host.LoginAsync("ada", other)).Status);
        _host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, (await _host.LoginAsync("ada", password)).Status);
    }

    [Fact]
    public async Task It_is_good_for_years()
    {
        var clock = new LaterClock();
        await using var host = new HostApplication
        {
            Adds = services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)),
        };
        (await host.UserAsync("ada")).Dispose();

        clock.Later = TimeSpan.FromDays(3650);

        Assert.Equal(200, (await host.LoginAsync("ada")).Status);
    }

    [Fact]
    public void More_than_3000_common_ones_that_the_other_rules_let_pass_are_refused()
    {
        var common = CommonPasswords.All;

        Assert.InRange(common.Count, 3000, 100_000);
        Assert.All(common, one => Assert.True(one.Length is >= 10 and <= 256 && one.Distinct().Count() >= 4, one));
        foreach (var one in (string[])["1qaz2wsx3edc", "Password123", "informatica", "iloveyoutoo"])
            Assert.True(CommonPasswords.Has(one, "ada", []), one);
    }

    [Theory]
    [InlineData("FaceAuth2026", true)]          // the product
    [InlineData("face.acme.example", true)]     // the server's name, and a part of it
    [InlineData("AcmeAcme2026", true)]
    [InlineData("Gotham2026", true)]           // named by the operator
    [InlineData("2026gothamgotham", true)]
    [InlineData("gotham by the sea", false)]
    public async Task One_made_of_words_of_this_place_is_refused(string password, bool isRefused)
    {
        await using var host = new HostApplication(
            ("Web:PublicAddress", "https://face.acme.example"), ("Accounts:PlaceWords:0", "gotham"), ("Accounts:PlaceWords:1", "x"));
        using var client = host.CreateClient();

        using var answer = await client.PostAsJsonAsync("/v1/auth/register", new { userName = "ada", password });

        if (isRefused) await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "common_password");
        else Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Theory]
    [InlineData("bob", "bob-bob-bob1", true)]
    [InlineData("bob", "1Bob2bOb3boB!", true)]
    [InlineData("bob.marley", "bob.marley12345678bob.marley", true)]
    [InlineData("bob@example.org", "bob bob bob 99", true)]   // of an address the part before the @
    [InlineData("kay@example.org", "kay@example", true)]     // a piece of the name
    [InlineData("fay.example@x.org", "FAY.example", true)]
    [InlineData("kay@example.org", "org.example-kay1", true)]
    [InlineData("kay@example.org", "Example2026", true)]
    [InlineData("kay@example.org", "examples of okay", false)]
    [InlineData("bob", "bob and bob's bike", false)]
    [InlineData("bob", "bobsleigh on ice", false)]
    public async Task One_made_of_the_user_s_own_name_is_refused(string name, string password, bool isRefused)
    {
        using var answer = await RegisterAsync(name, password);

        if (isRefused) await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "common_password");
        else Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task A_leaked_one_is_refused_when_it_is_changed_and_by_a_link_as_well()
    {
        using var user = await _host.UserAsync("ada");
        using var staff = await _host.StaffAsync("olga", AccountRole.Operator);
        using var link = await staff.PostAsJsonAsync($"/v1/accounts/{await _host.IdAsync("ada")}/reset-link", new { });
        var token = (await link.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();

        using var changed = await user.PostAsJsonAsync("/v1/account/password", new { Staffed.Password, newPassword = "Password123" });
        using var reset = await user.PostAsJsonAsync("/v1/auth/reset", new { token, password = "Password123" });

        await changed.AssertProblemAsync(HttpStatusCode.BadRequest, "common_password");
        await reset.AssertProblemAsync(HttpStatusCode.BadRequest, "common_password");
    }

    [Fact]
    public async Task The_present_one_is_no_new_one()
    {
        using var user = await _host.UserAsync("ada");

        using var changed = await user.PostAsJsonAsync("/v1/account/password", new { Staffed.Password, newPassword = Staffed.Password });

        await changed.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_password");
        Assert.Equal(200, (await _host.LoginAsync("ada")).Status);
    }

    [Fact]
    public async Task The_old_way_to_sign_in_counts_wrong_ones_with_the_new_one()
    {
        using var client = await _host.UserAsync("ada");
        for (var i = 0; i < 5; i++)
            (await client.PostAsJsonAsync("/api/auth/login/", new { username = "ada", password = "wrong horse battery" })).Dispose();

        Assert.Equal(401, (await _host.LoginAsync("ada")).Status);
        using var old = await client.PostAsJsonAsync("/api/auth/login/", new { username = "ada", Staffed.Password });
        await old.AssertProblemAsync(HttpStatusCode.Unauthorized, "login_failed");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static string Long(int length) => string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + i * 7 % 26)));

    async Task<HttpResponseMessage> RegisterAsync(string userName, string password)
    {
        using var client = _host.CreateClient();
        return await client.PostAsJsonAsync("/v1/auth/register", new { userName, password });
    }

    /// <summary>Tells another time and lets timers be: ten years of them would take as long to play.</summary>
    sealed class LaterClock : TimeProvider
    {
        public TimeSpan Later { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Later;
    }
}
