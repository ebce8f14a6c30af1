using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Tests.Sessions;

/// <summary>What is done to an account on one node ends its sessions on the others, told by the store alone.</summary>
public sealed class AccountWatchTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);   // real time, only ever spent where the test fails

    public static TheoryData<string, bool> Ways =>
        new() { { "Sqlite", true }, { "Sqlite", false }, { "PostgreSql", true }, { "PostgreSql", false } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_session_on_another_node_ends_within_two_seconds(string engine, bool isRemoved)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        await using var one = new HostApplication(database.Settings);
        await using var other = new HostApplication(database.Settings);
        using var admin = await one.StaffAsync("root", AccountRole.Admin);
        using var eve = await other.UserAsync("eve");
        using var ada = await other.UserAsync("ada");
        var ended = await LiveSession.OpenAsync(other, eve, new { purpose = "enroll" });
        var goesOn = await LiveSession.OpenAsync(other, ada, new { purpose = "enroll" });
        var account = $"/v1/accounts/{await one.IdAsync("eve")}";

        using var answer = isRemoved ? await admin.DeleteAsync(account) : await admin.PostAsync($"{account}/disable", null);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await UntilItEndsAsync(other, ended);

        var outcome = isRemoved ? "account_removed" : "account_disabled";
        Assert.Equal((SessionState.Ended, outcome), ((await ended.EndAsync()).State, (await ended.EndAsync()).Outcome));
        Assert.False(goesOn.Peer.Disposed.IsCompleted);
    }

    [Theory]
    [InlineData("Sqlite", "password")]
    [InlineData("Sqlite", "everywhere")]
    [InlineData("PostgreSql", "password")]
    [InlineData("PostgreSql", "everywhere")]
    public async Task So_does_one_whose_sign_in_ended_on_another_node(string engine, string way)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        await using var one = new HostApplication(database.Settings);
        await using var other = new HostApplication(database.Settings);
        using var owner = one.CreateClient();   // on SQLite one that starts takes what runs for a crash's
        using var eve = await other.UserAsync("eve");
        using var ada = await other.UserAsync("ada");
        var ended = await LiveSession.OpenAsync(other, eve, new { purpose = "enroll" });
        var goesOn = await LiveSession.OpenAsync(other, ada, new { purpose = "enroll" });
        var tokens = await SignInAsync(owner, "eve");

        using var answer = way == "password"
            ? await owner.PostAsJsonAsync(
                "/v1/account/password", new { password = "correct horse battery", newPassword = "another horse, and a battery" })
            : await owner.PostAsJsonAsync(
                "/v1/auth/logout", new { refreshToken = tokens.GetProperty("refreshToken").GetString(), everywhere = true });

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await UntilItEndsAsync(other, ended);
        Assert.Equal((SessionState.Ended, "cancelled"), ((await ended.EndAsync()).State, (await ended.EndAsync()).Outcome));
        Assert.False(goesOn.Peer.Disposed.IsCompleted);
    }

    static async Task<JsonElement> SignInAsync(HttpClient client, string name)
    {
        using var answer = await client.PostAsJsonAsync("/v1/auth/login", new { userName = name, password = "correct horse battery" });
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("accessToken").GetString());
        return tokens;
    }

    static async Task UntilItEndsAsync(HostApplication host, LiveSession session)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!session.Peer.Disposed.IsCompleted)
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(100));   // the host looks at its store every second of its own clock
            await Task.Delay(10, limit.Token);
        }
    }
}
