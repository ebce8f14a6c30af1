using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every session store does.</summary>
public abstract class SessionStoreContract : IAsyncLifetime
{
    static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected abstract ISessionStore Sessions { get; }

    /// <summary>Another node on the same data.</summary>
    protected abstract ISessionStore OtherNode { get; }

    [Fact]
    public async Task Gives_back_a_session_as_it_was_stored()
    {
        var session = New() with { Reasons = [] };
        await Sessions.CreateAsync(session, Cancellation);

        var found = await OtherNode.FindAsync(session.Id, Cancellation);

        Assert.Equal(session, found! with { Reasons = session.Reasons });
        Assert.Empty(found.Reasons!);
        Assert.Null(await Sessions.FindAsync(Guid.NewGuid(), Cancellation));
    }

    [Fact]
    public async Task Exactly_one_of_many_callers_on_two_nodes_claims_a_session()
    {
        for (var round = 0; round < 10; round++)
        {
            var session = await CreateAsync();
            using var start = new ManualResetEventSlim();

            var claims = Enumerable.Range(0, 24).Select(i => Task.Run(async () =>
            {
                start.Wait(Cancellation);
                return await (i % 2 == 0 ? Sessions : OtherNode).TryClaimAsync(session.Id, Noon, Cancellation);
            })).ToArray();
            start.Set();

            Assert.Single(await Task.WhenAll(claims), won => won);
            Assert.Equal(SessionState.Claimed, (await Sessions.FindAsync(session.Id, Cancellation))!.State);
        }
    }

    [Fact]
    public async Task A_claim_that_is_given_back_is_any_nodes_to_take_once_more()
    {
        var session = await CreateAsync();
        Assert.False(await Sessions.TryGiveBackAsync(session.Id, Noon, Cancellation));
        await Sessions.TryClaimAsync(session.Id, Noon, Cancellation);
        Assert.False(await Sessions.TryGiveBackAsync(session.Id, session.ExpiresAt, Cancellation));

        Assert.True(await Sessions.TryGiveBackAsync(session.Id, Noon, Cancellation));
        Assert.True(await OtherNode.TryClaimAsync(session.Id, Noon, Cancellation));

        Assert.False(await Sessions.TryClaimAsync(session.Id, Noon, Cancellation));
        await Sessions.TryEndAsync(session.Id, Ending("cancelled"), Cancellation);
        Assert.False(await Sessions.TryGiveBackAsync(session.Id, Noon, Cancellation));
    }

    [Fact]
    public async Task Cannot_be_claimed_from_the_moment_it_expires()
    {
        var session = await CreateAsync();

        Assert.False(await Sessions.TryClaimAsync(session.Id, session.ExpiresAt, Cancellation));
        Assert.True(await Sessions.TryClaimAsync(session.Id, session.ExpiresAt - TimeSpan.FromTicks(1), Cancellation));
        Assert.False(await Sessions.TryClaimAsync(Guid.NewGuid(), Noon, Cancellation));
    }

    [Fact]
    public async Task Times_of_other_zones_compare_by_the_moment_they_mean()
    {
        var session = await CreateAsync();

        var late = session.ExpiresAt.ToOffset(TimeSpan.FromHours(-8));

        Assert.False(await Sessions.TryClaimAsync(session.Id, late, Cancellation));
    }

    [Fact]
    public async Task Ends_once_and_keeps_what_the_first_end_said()
    {
        var session = await CreateAsync();
        await Sessions.TryClaimAsync(session.Id, Noon, Cancellation);
        var ending = new SessionEnding(
            SessionState.Decided, "rejected", ["no_blink", "spoof"], "a.b.c", """{"similarity":0.31}""", Noon.AddSeconds(9));

        Assert.True(await Sessions.TryEndAsync(session.Id, ending, Cancellation));
        Assert.False(await OtherNode.TryEndAsync(session.Id, ending with { Outcome = "accepted", Reasons = [] }, Cancellation));

        var found = await Sessions.FindAsync(session.Id, Cancellation);
        Assert.Equal(["no_blink", "spoof"], found!.Reasons!);
        Assert.Equal(
            (SessionState.Decided, "rejected", "a.b.c", ending.ScoresJson, Noon.AddSeconds(9)),
            (found.State, found.Outcome, found.Verdict, found.ScoresJson, found.EndedAt!.Value));
    }

    [Fact]
    public async Task Exactly_one_of_many_ends_counts()
    {
        var session = await CreateAsync();

        var ends = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? Sessions : OtherNode).TryEndAsync(session.Id, Ending($"end {i}"), Cancellation))));

        var winner = Assert.Single(Enumerable.Range(0, 24), i => ends[i]);
        Assert.Equal($"end {winner}", (await Sessions.FindAsync(session.Id, Cancellation))!.Outcome);
    }

    [Fact]
    public async Task Cannot_be_claimed_once_it_has_ended()
    {
        var session = await CreateAsync();
        await Sessions.TryEndAsync(session.Id, Ending("left"), Cancellation);

        Assert.False(await Sessions.TryClaimAsync(session.Id, Noon, Cancellation));
    }

    [Fact]
    public async Task Ends_what_a_crash_left_claimed_and_what_expired_unused_and_nothing_else()
    {
        var (claimed, newer, unused, fresh, done) = (await CreateAsync(), await CreateAsync(Noon.AddHours(1)), await CreateAsync(),
            await CreateAsync(Noon.AddHours(1)), await CreateAsync());
        foreach (var id in (Guid[])[claimed.Id, newer.Id, done.Id]) await Sessions.TryClaimAsync(id, Noon, Cancellation);
        await Sessions.TryEndAsync(done.Id, Ending("accepted", SessionState.Decided), Cancellation);

        var ended = await Sessions.EndAbandonedAsync(Noon.AddHours(1), Noon.AddHours(1), Cancellation);

        Assert.Equal(2, ended);
        Assert.Equal((SessionState.Ended, "abandoned"), await StateAsync(claimed.Id));
        Assert.Equal((SessionState.Ended, "expired"), await StateAsync(unused.Id));
        Assert.Equal((SessionState.Claimed, null), await StateAsync(newer.Id));
        Assert.Equal((SessionState.Created, null), await StateAsync(fresh.Id));
        Assert.Equal((SessionState.Decided, "accepted"), await StateAsync(done.Id));
    }

    [Fact]
    public async Task Refuses_what_is_out_of_bounds()
    {
        await RefusesAsync(New() with { Nonce = "1234567" });
        await RefusesAsync(New() with { Nonce = new string('n', 129) });
        await RefusesAsync(New() with { Owner = "" });
        await RefusesAsync(New() with { State = SessionState.Claimed });
        var session = await CreateAsync();
        foreach (var wrong in (SessionEnding[])
            [
                Ending("left", SessionState.Claimed),
                Ending("left") with { Verdict = new string('v', 16 * 1024 + 1) },
                Ending("left") with { ScoresJson = new string('ä', 8 * 1024 + 1) },
                Ending("left") with { Reasons = [.. Enumerable.Repeat("r", 33)] },
            ])
            await Assert.ThrowsAsync<ArgumentException>(() => Sessions.TryEndAsync(session.Id, wrong, Cancellation).AsTask());

        Assert.Equal((SessionState.Created, null), await StateAsync(session.Id));
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    async Task RefusesAsync(SessionRecord session)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Sessions.CreateAsync(session, Cancellation).AsTask());
        Assert.Null(await Sessions.FindAsync(session.Id, Cancellation));
    }

    async Task<SessionRecord> CreateAsync(DateTimeOffset? at = null)
    {
        var session = New(at);
        await Sessions.CreateAsync(session, Cancellation);
        return session;
    }

    async Task<(SessionState, string?)> StateAsync(Guid id)
    {
        var session = await Sessions.FindAsync(id, Cancellation);
        return (session!.State, session.Outcome);
    }

    static SessionRecord New(DateTimeOffset? at = null) => new(
        Guid.NewGuid(), "rp:1", SessionPurpose.Verify, Guid.NewGuid(), "nonce-0001", "blink", SessionState.Created,
        at ?? Noon, (at ?? Noon).AddMinutes(2));

    static SessionEnding Ending(string outcome, SessionState state = SessionState.Ended) => new(state, outcome, [], null, null, Noon);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
