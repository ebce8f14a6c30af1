using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Integrity;

/// <summary>Sessions and audit entries that somebody altered in the database file.</summary>
public sealed class AlteredRecordTests : IAsyncLifetime
{
    SqliteStore _store = null!;

    [Theory]
    [InlineData("Outcome", "'accepted'")]
    [InlineData("Reasons", "NULL")]
    [InlineData("Owner", "'rp:2'")]
    [InlineData("SubjectId", "'11111111-1111-1111-1111-111111111111'")]
    [InlineData("Nonce", "'another-nonce'")]
    [InlineData("Policy", "'passive'")]
    [InlineData("Purpose", "2")]
    [InlineData("State", "0")]
    [InlineData("ExpiresAt", "ExpiresAt + 10000000000")]
    [InlineData("EndedAt", "NULL")]
    [InlineData("ScoresJson", "'[]'")]
    [InlineData("SignInId", "'11111111-1111-1111-1111-111111111111'")]
    [InlineData("KeyId", "'11111111-1111-1111-1111-111111111111'")]
    [InlineData("Authenticator", "x''")]
    public async Task A_session_with_another_value_is_not_there(string column, string value)
    {
        var id = await SessionAsync();
        await _store.Sessions.TryEndAsync(
            id, new(SessionState.Decided, "rejected", ["spoof"], null, """{"similarity":0.3}""", _store.Clock.GetUtcNow()), Cancellation);
        Assert.NotNull(await _store.Sessions.FindAsync(id, Cancellation));

        await SqlAsync($"UPDATE Sessions SET {column} = {value}");

        Assert.Null(await _store.Sessions.FindAsync(id, Cancellation));
        var told = Assert.Single(await _store.Audit.RecentAsync("system", 10, Cancellation));
        Assert.Equal(("store.row_altered", id), (told.Action, told.SessionId!.Value));
    }

    [Fact]
    public async Task A_session_that_was_altered_is_neither_claimed_nor_ended()
    {
        var (used, expired) = (await SessionAsync(), await SessionAsync());
        Assert.True(await _store.Sessions.TryClaimAsync(used, _store.Clock.GetUtcNow(), Cancellation));
        await SqlAsync($"UPDATE Sessions SET State = 0, ExpiresAt = ExpiresAt + 864000000000");   // a day: to be used once more

        var now = _store.Clock.GetUtcNow();
        foreach (var id in (Guid[])[used, expired])
        {
            Assert.False(await _store.Sessions.TryClaimAsync(id, now, Cancellation));
            var ending = new SessionEnding(SessionState.Decided, "accepted", [], "a.b.c", null, now);
            Assert.False(await _store.Sessions.TryEndAsync(id, ending, Cancellation));
        }

        Assert.Equal(0, await _store.Sessions.EndAbandonedAsync(now, now.AddDays(9), Cancellation));
    }

    [Fact]
    public async Task A_verdict_goes_with_its_subject_and_the_session_stays_good()
    {
        var anna = (await _store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;
        var id = await SessionAsync();
        await _store.Sessions.TryEndAsync(
            id, new(SessionState.Decided, "accepted", [], "a.b.c", null, _store.Clock.GetUtcNow(), anna), Cancellation);

        await _store.Subjects.EraseAsync(anna, Cancellation);

        var session = await _store.Sessions.FindAsync(id, Cancellation);
        Assert.Equal(("accepted", null), (session!.Outcome, session.Verdict));
    }

    [Theory]
    [InlineData("Action", "'session.accepted'")]
    [InlineData("Actor", "'system'")]
    [InlineData("At", "At + 1")]
    [InlineData("Details", "NULL")]
    [InlineData("SubjectId", "NULL")]
    [InlineData("SessionId", "NULL")]
    [InlineData("Id", "77")]
    public async Task An_audit_entry_with_another_value_is_left_out_and_told_of_once(string column, string value)
    {
        await AppendAsync("session.rejected");

        await SqlAsync($"UPDATE Audit SET {column} = {value}");

        Assert.Empty(await _store.Audit.RecentAsync(null, 10, Cancellation));
        var told = Assert.Single(await _store.Audit.RecentAsync(null, 10, Cancellation));
        Assert.Equal(("store.row_altered", "system"), (told.Action, told.Actor));
        Assert.Contains("\"row\":\"audit\"", told.Details, StringComparison.Ordinal);
        Assert.Single(await _store.Audit.RecentAsync(null, 10, Cancellation));
    }

    [Fact]
    public async Task An_audit_entry_copied_to_another_place_is_left_out()
    {
        await AppendAsync("session.accepted");

        await SqlAsync(
            "INSERT INTO Audit (At, Action, Actor, SessionId, SubjectId, Details, Authenticator) " +
            "SELECT At, Action, Actor, SessionId, SubjectId, Details, Authenticator FROM Audit");

        Assert.Single(await _store.Audit.RecentAsync("rp:1", 10, Cancellation));
    }

    public async ValueTask InitializeAsync() => _store = await SqliteStore.OpenAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    async Task<Guid> SessionAsync()
    {
        var (id, now) = (Guid.NewGuid(), _store.Clock.GetUtcNow());
        var session = new SessionRecord(
            id, "rp:1", SessionPurpose.Verify, null, "nonce-nonce", "blink", SessionState.Created, now, now.AddMinutes(2));
        await _store.Sessions.CreateAsync(session, Cancellation);
        return id;
    }

    ValueTask AppendAsync(string action) => _store.Audit.AppendAsync(
        new(_store.Clock.GetUtcNow(), action, "rp:1", Guid.NewGuid(), Guid.NewGuid(), """{"similarity":0.3}"""), Cancellation);

#pragma warning disable EF1002 // the tests' own
    Task<int> SqlAsync(string sql) => _store.QueryAsync(c => c.Database.ExecuteSqlRawAsync(sql, Cancellation));
#pragma warning restore EF1002

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
