using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Tests.Sessions;

/// <summary>Of an account that is disabled or removed on one node the sessions on the others end, told by the store alone.</summary>
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
        using var limit = new CancellationTokenSource(Patience);
        while (!ended.Peer.Disposed.IsCompleted)
        {
            other.Clock.Advance(TimeSpan.FromMilliseconds(100));   // the host looks at its store every second of its own clock
            await Task.Delay(10, limit.Token);
        }

        var outcome = isRemoved ? "account_removed" : "account_disabled";
        Assert.Equal((SessionState.Ended, outcome), ((await ended.EndAsync()).State, (await ended.EndAsync()).Outcome));
        Assert.False(goesOn.Peer.Disposed.IsCompleted);
    }
}
