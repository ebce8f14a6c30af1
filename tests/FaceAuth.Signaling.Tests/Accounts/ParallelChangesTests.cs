using System.Net.Http.Json;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Accounts;

/// <summary>One account, changed by several at once.</summary>
public sealed class ParallelChangesTests : IAsyncDisposable
{
    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "1000"));

    [Fact]
    public async Task Of_two_new_passwords_at_once_one_is_taken_and_the_other_signed_out()
    {
        using var user = await _host.UserAsync("ada");

        var statuses = await Task.WhenAll(ChangeAsync(user, 1), ChangeAsync(user, 2));

        Assert.Equal([200, 401], statuses.Order());
        Assert.Equal(200, (await _host.LoginAsync("ada", Next(statuses[0] == 200 ? 1 : 2))).Status);
    }

    [Fact]
    public async Task Of_many_at_once_none_fails_otherwise()
    {
        using var user = await _host.UserAsync("ada");

        var statuses = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => ChangeAsync(user, i)));

        Assert.Equal([200, .. Enumerable.Repeat(401, 9)], statuses.Order());
    }

    [Fact]
    public async Task A_password_set_meanwhile_elsewhere_is_not_written_over()
    {
        (await _host.UserAsync("ada")).Dispose();
        await using var here = _host.Services.CreateAsyncScope();
        await using var elsewhere = _host.Services.CreateAsyncScope();
        var (late, early) = (await AdaAsync(here), await AdaAsync(elsewhere));

        var taken = await SetAsync(elsewhere, early, 1);
        var refused = await SetAsync(here, late, 2);

        Assert.Null(taken);
        Assert.Equal(Refusals.WrongPassword, refused);
        Assert.Equal((200, 401), ((await _host.LoginAsync("ada", Next(1))).Status, (await _host.LoginAsync("ada", Next(2))).Status));
    }

    [Fact]
    public async Task Whoever_removes_it_twice_at_once_is_told_that_it_is_gone()
    {
        using var user = await _host.UserAsync("ada");

        var statuses = await Task.WhenAll(RemoveAsync(user), RemoveAsync(user));

        Assert.Equal([200, 401], statuses.Order());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static string Next(int number) => $"a battery of other horses {number}";

    static async Task<int> ChangeAsync(HttpClient user, int number)
    {
        using var answer = await user.PostAsJsonAsync(
            "/v1/account/password", new { password = Staffed.Password, newPassword = Next(number) });
        return (int)answer.StatusCode;
    }

    static async Task<int> RemoveAsync(HttpClient user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/account")
        {
            Content = JsonContent.Create(new { password = Staffed.Password }),
        };
        using var answer = await user.SendAsync(request);
        return (int)answer.StatusCode;
    }

    static async Task<FaceAuthUser> AdaAsync(AsyncServiceScope scope) =>
        (await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().FindByNameAsync("ada"))!;

    static Task<Refusal?> SetAsync(AsyncServiceScope scope, FaceAuthUser user, int number) =>
        scope.ServiceProvider.GetRequiredService<Credentials>().SetPasswordAsync(user, Next(number), Refusals.WrongPassword);
}
