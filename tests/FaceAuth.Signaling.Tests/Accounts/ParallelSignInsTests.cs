using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Accounts;

/// <summary>Many passwords at once: right ones refuse each other nothing, and wrong ones get no more tries than one by one.</summary>
public sealed class ParallelSignInsTests : IAsyncDisposable
{
    const string Password = "correct horse battery";
    const int AtOnce = 200;

    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "100000"))
    {
        Adds = services => services.AddSingleton<IPasswordHasher<FaceAuthUser>, Counted>(),
    };

    [Fact]
    public async Task All_sign_in_to_one_account_with_its_password()
    {
        (await _host.UserAsync()).Dispose();

        var answers = await SignInAsync(_ => "ada", _ => Password);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        Assert.DoesNotContain(await _host.Audit.RecentAsync(null, AtOnce, default), entry => entry.Action == "user.login_failed");
    }

    [Fact]
    public async Task All_sign_in_to_accounts_of_their_own()
    {
        for (var i = 0; i < AtOnce; i++) (await _host.UserAsync($"user{i}")).Dispose();

        var answers = await SignInAsync(i => $"user{i}", _ => Password);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
    }

    [Fact]
    public async Task Wrong_ones_are_tried_no_more_often_than_they_may()
    {
        (await _host.UserAsync()).Dispose();

        var answers = await SignInAsync(_ => "ada", i => $"wrong horse battery {i}");

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Unauthorized, answer));
        Assert.Equal(AccountRules.FreeAttempts, Counted.Tried.Keys.Count(tried => tried.StartsWith("wrong", StringComparison.Ordinal)));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    async Task<HttpStatusCode[]> SignInAsync(Func<int, string> name, Func<int, string> password)
    {
        using var client = _host.CreateClient();
        client.Timeout = TimeSpan.FromMinutes(10);   // of many hashes at once on a machine with too much to do
        return await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async i =>
        {
            using var answer = await client.PostAsJsonAsync("/v1/auth/login", new { userName = name(i), password = password(i) });
            return answer.StatusCode;
        }));
    }

    /// <summary>The real one, which knows what it was asked of the account's own hash.</summary>
    sealed class Counted : PasswordHasher<FaceAuthUser>
    {
        public static readonly ConcurrentDictionary<string, bool> Tried = new();

        public override PasswordVerificationResult VerifyHashedPassword(FaceAuthUser user, string hashedPassword, string providedPassword)
        {
            if (user.UserName == "ada") Tried[providedPassword] = true;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
