using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Accounts;

/// <summary>People with accounts, and what tests ask about them.</summary>
static class Staffed
{
    public const string Password = "correct horse battery";

    /// <summary>A signed-in user with a role.</summary>
    public static async Task<HttpClient> StaffAsync(this HostApplication host, string name, AccountRole role)
    {
        var client = await host.UserAsync(name);
        var changed = await host.Services.GetRequiredService<IAccountDirectory>().SetRoleAsync(await host.IdAsync(name), role, default);
        Assert.Equal(AccountChange.Done, changed);
        return client;
    }

    public static async Task<Guid> IdAsync(this HostApplication host, string name)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().FindByNameAsync(name))!.Id;
    }

    public static async Task DisableAsync(this HostApplication host, string name) => Assert.Equal(
        AccountChange.Done,
        await host.Services.GetRequiredService<IAccountDirectory>().SetDisabledAsync(await host.IdAsync(name), true, default));

    /// <summary>Signs in with a password; the status and, where it is right, the pair of tokens.</summary>
    public static async Task<(int Status, JsonElement Pair)> LoginAsync(
        this HostApplication host, string name, string password = Password)
    {
        using var client = host.CreateClient();
        using var answer = await client.PostAsJsonAsync("/v1/auth/login", new { userName = name, password });
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>A client with the access token of a pair.</summary>
    public static HttpClient With(this HostApplication host, JsonElement pair)
    {
        var client = host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", pair.GetProperty("accessToken").GetString());
        return client;
    }

    public static async Task<HttpResponseMessage> RefreshAsync(this HostApplication host, JsonElement pair)
    {
        using var client = host.CreateClient();
        return await client.PostAsJsonAsync("/v1/auth/refresh", new { refreshToken = pair.GetProperty("refreshToken").GetString() });
    }

    public static async Task<IReadOnlyList<string>> AuditedAsync(this HostApplication host, string? actor) =>
        [.. (await host.Audit.RecentAsync(actor, 50, default)).Select(entry => entry.Action)];
}
