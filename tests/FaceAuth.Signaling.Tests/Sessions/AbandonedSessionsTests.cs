using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Tests.Sessions;

/// <summary>What a server that starts makes of sessions that were running before it.</summary>
public sealed class AbandonedSessionsTests
{
    [Fact]
    public async Task A_node_that_starts_leaves_the_sessions_of_the_others_alone()
    {
        await using var database = await OwnDatabase.CreateAsync("PostgreSql");
        await using var one = new HostApplication(database.Settings);
        using var party = await one.RelyingPartyAsync();
        var runs = await LiveSession.OpenAsync(one, party, new { purpose = "enroll", subject = "ada" });
        await using var other = new HostApplication(database.Settings);
        other.Clock.Advance(TimeSpan.FromSeconds(5));

        other.CreateClient().Dispose();
        runs.Run.Says(new Pipeline.Contracts.AuthEvent.Decided(LiveSession.Rejected(Pipeline.Contracts.ReasonCode.NoFace)));

        Assert.Equal((SessionState.Decided, "rejected"), ((await runs.EndAsync()).State, (await runs.EndAsync()).Outcome));
    }

    [Fact]
    public async Task What_a_server_alone_left_in_a_crash_ends_when_it_starts_again()
    {
        await using var database = await OwnDatabase.CreateAsync("Sqlite");
        await using var crashed = new HostApplication(database.Settings);
        using var party = await crashed.RelyingPartyAsync();
        var left = await LiveSession.OpenAsync(crashed, party, new { purpose = "enroll", subject = "ada" });
        await using var again = new HostApplication(database.Settings);
        again.Clock.Advance(TimeSpan.FromSeconds(5));

        again.CreateClient().Dispose();

        var stored = await again.Sessions.FindAsync(left.Id, default);
        Assert.Equal((SessionState.Ended, "abandoned"), (stored!.State, stored.Outcome));
    }
}
