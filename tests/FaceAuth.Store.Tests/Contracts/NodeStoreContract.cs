using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>Which nodes live and what they run, on every engine.</summary>
public abstract class NodeStoreContract : IAsyncLifetime
{
    const string Owner = "rp:1";

    static readonly AttemptBound Wall = new(AttemptScope.Subject, "0197f3a0-0000-7000-8000-000000000001", 3, TimeSpan.FromSeconds(30), 100);

    StoreUnderTest? _store;

    [Fact]
    public async Task A_node_is_new_at_its_first_beat_and_known_until_it_is_forgotten()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.False(await Nodes.BeatAsync(one, Cancellation));
        Assert.True(await Nodes.BeatAsync(one, Cancellation));
        Assert.False(await Nodes.BeatAsync(other, Cancellation));

        Assert.Equal([new(one, 2), new(other, 1)], (await Nodes.ListAsync(Cancellation)).OrderByDescending(node => node.Beat));
        await Nodes.ForgetAsync(one, Cancellation);

        Assert.Equal([new(other, 1)], await Nodes.ListAsync(Cancellation));
        Assert.False(await Nodes.BeatAsync(one, Cancellation));
    }

    [Fact]
    public async Task A_session_is_where_it_was_entered_last_and_nowhere_once_it_has_ended_or_was_left()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        var (ended, left) = (await ClaimedAsync(), await ClaimedAsync());
        await Nodes.EnterAsync(one, ended, null, Cancellation);
        await Nodes.EnterAsync(one, left, null, Cancellation);
        await Nodes.EnterAsync(other, ended, null, Cancellation);

        Assert.Equal([new(left, null)], await Nodes.SessionsOfAsync(one, Cancellation));
        Assert.Equal([new(ended, null)], await Nodes.SessionsOfAsync(other, Cancellation));
        await Store.Get<ISessionStore>().TryEndAsync(
            ended, new(SessionState.Ended, "node_lost", [], null, null, Store.Clock.GetUtcNow()), Cancellation);
        await Nodes.LeaveAsync(left, Cancellation);

        Assert.Empty(await Nodes.SessionsOfAsync(one, Cancellation));
        Assert.Empty(await Nodes.SessionsOfAsync(other, Cancellation));
    }

    [Fact]
    public async Task Another_node_takes_an_attempt_back_as_if_it_had_not_been_made()
    {
        var subject = await Store.Subjects.GetOrCreateAsync(Owner, "ada", Cancellation);
        var (bound, node, session) = (Wall with { Holder = subject.Id.ToString() }, Guid.NewGuid(), await ClaimedAsync());
        var attempts = Store.Get<IFaceAttempts>();
        for (var i = 0; i < 2; i++) await attempts.TryBeginAsync(SessionPurpose.Verify, 1, [bound, Address], Cancellation);
        var third = await attempts.TryBeginAsync(SessionPurpose.Verify, 1, [bound, Address], Cancellation);
        await Nodes.EnterAsync(node, session, third.Ticket, Cancellation);
        Assert.False((await attempts.LookAsync(SessionPurpose.Verify, 0, [bound], Cancellation)).IsAllowed);

        var placed = Assert.Single(await Nodes.SessionsOfAsync(node, Cancellation));
        await attempts.TakeBackAsync(placed.Attempt!, Cancellation);

        Assert.True((await attempts.LookAsync(SessionPurpose.Verify, 0, [bound], Cancellation)).IsAllowed);
        var failures = await Store.QueryAsync(c => c.FaceAttempts.Select(row => row.Failures).ToListAsync(Cancellation));
        Assert.Equal([2, 2, 2, 2], failures);
        Assert.DoesNotContain("203.0.113.9", await NoteAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_is_taken_back_with_the_end_of_its_session_and_only_by_whoever_ends_it()
    {
        var subject = await Store.Subjects.GetOrCreateAsync(Owner, "ada", Cancellation);
        var (bound, node, session) = (Wall with { Holder = subject.Id.ToString() }, Guid.NewGuid(), await ClaimedAsync());
        var attempts = Store.Get<IFaceAttempts>();
        for (var i = 0; i < 2; i++) await attempts.TryBeginAsync(SessionPurpose.Verify, 1, [bound], Cancellation);
        var third = await attempts.TryBeginAsync(SessionPurpose.Verify, 1, [bound], Cancellation);
        await Nodes.EnterAsync(node, session, third.Ticket, Cancellation);
        var placed = Assert.Single(await Nodes.SessionsOfAsync(node, Cancellation));
        var lost = new SessionEnding(SessionState.Ended, "node_lost", [], null, null, Store.Clock.GetUtcNow())
        {
            TakenBack = placed.Attempt,
        };

        var ends = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            await Store.Get<ISessionStore>().TryEndAsync(session, lost, Cancellation))));

        Assert.Single(ends, isFirst => isFirst);
        Assert.True((await attempts.LookAsync(SessionPurpose.Verify, 0, [bound], Cancellation)).IsAllowed);
        Assert.Equal([2, 2], await Store.QueryAsync(c => c.FaceAttempts.Select(row => row.Failures).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task A_note_that_is_none_or_another_sessions_takes_nothing_back()
    {
        var subject = await Store.Subjects.GetOrCreateAsync(Owner, "ada", Cancellation);
        var (bound, node, session) = (Wall with { Holder = subject.Id.ToString() }, Guid.NewGuid(), await ClaimedAsync());
        var other = await ClaimedAsync();
        var made = await Store.Get<IFaceAttempts>().TryBeginAsync(SessionPurpose.Verify, 1, [bound], Cancellation);
        await Nodes.EnterAsync(node, session, made.Ticket, Cancellation);
        await Nodes.EnterAsync(node, other, null, Cancellation);
        var written = await Store.QueryAsync(
            c => c.SessionPlaces.Where(p => p.SessionId == session).Select(p => p.Attempt).SingleAsync(Cancellation));

        foreach (var note in (string[])[written!, written![44..], "", ".", "{\"At\":1,\"Rows\":[null]}", "AAAA.{\"At\":"])
        {
            await Store.QueryAsync(c => c.SessionPlaces.Where(p => p.SessionId == other)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.Attempt, note), Cancellation));
            Assert.Null((await Nodes.SessionsOfAsync(node, Cancellation)).Single(one => one.Session == other).Attempt);
        }

        Assert.NotNull((await Nodes.SessionsOfAsync(node, Cancellation)).Single(one => one.Session == session).Attempt);
    }

    [Fact]
    public async Task A_node_is_not_forgotten_while_sessions_of_it_are_left()
    {
        var (node, session) = (Guid.NewGuid(), await ClaimedAsync());
        await Nodes.BeatAsync(node, Cancellation);
        await Nodes.EnterAsync(node, session, null, Cancellation);

        Assert.False(await Nodes.ForgetAsync(node, Cancellation));
        await Nodes.LeaveAsync(session, Cancellation);

        Assert.True(await Nodes.ForgetAsync(node, Cancellation));
    }

    [Fact]
    public async Task A_session_that_has_ended_is_entered_nowhere()
    {
        var (node, session) = (Guid.NewGuid(), await ClaimedAsync());
        await Store.Get<ISessionStore>().TryEndAsync(
            session, new(SessionState.Ended, "cancelled", [], null, null, Store.Clock.GetUtcNow()), Cancellation);

        await Nodes.EnterAsync(node, session, null, Cancellation);

        Assert.Empty(await Nodes.SessionsOfAsync(node, Cancellation));
    }

    [Fact]
    public async Task A_beat_is_silent_until_the_next()
    {
        var node = Guid.NewGuid();
        await Nodes.BeatAsync(node, Cancellation);
        Assert.True(await Nodes.IsSilentAsync(new(node, 1), Cancellation));

        await Nodes.BeatAsync(node, Cancellation);

        Assert.False(await Nodes.IsSilentAsync(new(node, 1), Cancellation));
    }

    public async ValueTask InitializeAsync() => _store = await OpenStoreAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<StoreUnderTest> OpenStoreAsync();

    static AttemptBound Address => new(AttemptScope.Address, "203.0.113.9", 100, TimeSpan.FromSeconds(5));

    StoreUnderTest Store => _store!;

    INodeStore Nodes => Store.Get<INodeStore>();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    async Task<string> NoteAsync() => await Store.QueryAsync(
        async c => (await c.SessionPlaces.Select(p => p.Attempt).SingleOrDefaultAsync(Cancellation)) ?? "");

    async Task<Guid> ClaimedAsync()
    {
        var now = Store.Clock.GetUtcNow();
        var session = new SessionRecord(
            Guid.CreateVersion7(now), Owner, SessionPurpose.Identify, null, "nonce-nonce", "passive", SessionState.Created, now,
            now.AddMinutes(2));
        await Store.Get<ISessionStore>().CreateAsync(session, Cancellation);
        Assert.True(await Store.Get<ISessionStore>().TryClaimAsync(session.Id, now, Cancellation));
        return session.Id;
    }
}
