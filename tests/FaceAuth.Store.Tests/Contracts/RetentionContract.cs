using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What is deleted when its time is over, and what is not, on every engine.</summary>
public abstract class RetentionContract : IAsyncLifetime
{
    const string Owner = "rp:1";

    readonly Random _random = new(3);
    StoreUnderTest _store = null!;

    [Fact]
    public async Task Verdicts_go_before_their_sessions_and_both_in_their_time()
    {
        var old = await DecidedAsync(null);
        _store.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal((0, 0), Counts(await RunAsync()));
        _store.Clock.Advance(TimeSpan.FromDays(2));
        var fresh = await DecidedAsync(null);

        Assert.Equal((1, 0), Counts(await RunAsync()));
        Assert.Equal(("accepted", null), ((await FindAsync(old))!.Outcome, (await FindAsync(old))!.Verdict));
        Assert.NotNull((await FindAsync(fresh))!.Verdict);
        _store.Clock.Advance(TimeSpan.FromDays(60));
        Assert.Equal((1, 1), Counts(await RunAsync()));

        Assert.Null(await FindAsync(old));
        Assert.NotNull(await FindAsync(fresh));
    }

    [Fact]
    public async Task Who_was_not_used_for_a_year_is_erased_and_audited_and_who_was_accepted_stays()
    {
        var (unused, _) = await EnrolAsync("unused");
        var (used, face) = await EnrolAsync("used");
        for (var month = 0; month < 13; month++)
        {
            _store.Clock.Advance(TimeSpan.FromDays(30));
            await DecidedAsync(used);
            await RunAsync();
        }

        Assert.Null(await _store.Subjects.FindAsync(unused, Cancellation));
        Assert.Equal(used, (await _store.Templates.NearestAsync(Owner, Model, face, 1, Cancellation))[0].SubjectId);
        var entry = Assert.Single(await _store.Audit.RecentAsync("system", 10, Cancellation), e => e.Action == "subject.erased");
        Assert.Equal(unused, entry.SubjectId);
    }

    [Fact]
    public async Task Who_is_used_while_others_are_erased_stays()
    {
        await EnrolAsync("anna");
        await EnrolAsync("bob");
        await RunAsync();
        for (var month = 0; month < 13; month++)
        {
            _store.Clock.Advance(TimeSpan.FromDays(30));
            if (month < 12) await RunAsync();
        }

        var report = await _store.Get<IRetention>().RunAsync(UseAll, Cancellation);

        Assert.Equal(1, report.Subjects);
        Assert.Single(await _store.Subjects.ListAsync(Owner, null, 10, Cancellation));

        void UseAll(Guid erased)
        {
            var now = _store.Clock.GetUtcNow();
            using var context = _store.Get<IDbContextFactory<FaceAuthDbContext>>().CreateDbContext();
            context.Subjects.ExecuteUpdate(set => set.SetProperty(s => s.LastUsedAt, (DateTimeOffset?)now));
        }
    }

    [Fact]
    public async Task After_a_clock_that_jumped_ahead_nobody_is_erased_until_the_next_run()
    {
        var (anna, _) = await EnrolAsync("anna");
        await RunAsync();
        _store.Clock.Advance(TimeSpan.FromDays(4000));

        var first = await RunAsync();
        Assert.Equal((0, true), (first.Subjects, first.WaitsForNextRun));
        Assert.NotNull(await _store.Subjects.FindAsync(anna, Cancellation));
        _store.Clock.Advance(TimeSpan.FromDays(1));
        var told = new List<Guid>();
        var second = await _store.Get<IRetention>().RunAsync(told.Add, Cancellation);

        Assert.Equal((1, false), (second.Subjects, second.WaitsForNextRun));
        Assert.Equal([anna], told);
    }

    [Fact]
    public async Task Old_audit_entries_go_and_what_is_left_still_proves_itself()
    {
        await _store.Audit.AppendAsync(new(_store.Clock.GetUtcNow(), "old", "system"), Cancellation);
        _store.Clock.Advance(TimeSpan.FromDays(366));
        await _store.Audit.AppendAsync(new(_store.Clock.GetUtcNow(), "fresh", "system"), Cancellation);

        var report = await RunAsync();

        Assert.True(report.AuditEntries > 0);
        Assert.DoesNotContain(await _store.Audit.RecentAsync(null, 100, Cancellation), entry => entry.Action == "old");
        Assert.Contains(await _store.Audit.RecentAsync(null, 100, Cancellation), entry => entry.Action == "fresh");
        Assert.All(await _store.Get<IAuditChain>().VerifyAsync(Cancellation), chain => Assert.Null(chain.Fault));
    }

    [Fact]
    public async Task A_refused_attempt_is_no_use()
    {
        var (anna, _) = await EnrolAsync("anna");
        for (var month = 0; month < 13; month++)
        {
            _store.Clock.Advance(TimeSpan.FromDays(30));
            await DecidedAsync(anna, "rejected");
            await RunAsync();
        }

        Assert.Null(await _store.Subjects.FindAsync(anna, Cancellation));
    }

    [Fact]
    public async Task Consent_is_kept_with_its_subject_and_goes_with_it()
    {
        var (anna, _) = await EnrolAsync("anna");
        var at = _store.Clock.GetUtcNow();
        var first = new ConsentRecord(anna, "1", null, at, Owner, Guid.NewGuid());
        var second = new ConsentRecord(anna, "2", "de-AT", at.AddMinutes(1), Owner, Guid.NewGuid());
        await Consents.AddAsync(first, Cancellation);
        await Consents.AddAsync(second, Cancellation);

        Assert.Equal([second, first], await Consents.ListAsync(anna, 10, Cancellation));
        var erasure = await _store.Subjects.EraseAsync(anna, Cancellation);

        Assert.Equal((1, 2), (erasure!.Templates, erasure.Consents));
        Assert.Empty(await Consents.ListAsync(anna, 10, Cancellation));
        await Assert.ThrowsAsync<SubjectNotFoundException>(() => Consents.AddAsync(first, Cancellation).AsTask());
    }

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<StoreUnderTest> OpenAsync();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    IConsentStore Consents => _store.Get<IConsentStore>();

    static (int Verdicts, int Sessions) Counts(RetentionReport report) => (report.Verdicts, report.Sessions);

    Task<RetentionReport> RunAsync() => _store.Get<IRetention>().RunAsync(_ => { }, Cancellation);

    ValueTask<SessionRecord?> FindAsync(Guid session) => _store.Sessions.FindAsync(session, Cancellation);

    async Task<(Guid Id, float[] Face)> EnrolAsync(string name)
    {
        var face = Random(_random);
        var id = (await _store.Subjects.GetOrCreateAsync(Owner, name, Cancellation)).Id;
        await _store.Templates.AddAsync(id, [Template(face)], Cancellation);
        return (id, face);
    }

    async Task<Guid> DecidedAsync(Guid? subject, string outcome = "accepted")
    {
        var now = _store.Clock.GetUtcNow();
        var session = new SessionRecord(
            Guid.NewGuid(), Owner, subject is null ? SessionPurpose.Identify : SessionPurpose.Verify, subject, "nonce-nonce", "passive",
            SessionState.Created, now, now.AddMinutes(1));
        await _store.Sessions.CreateAsync(session, Cancellation);
        await _store.Sessions.TryClaimAsync(session.Id, now, Cancellation);
        Assert.True(await _store.Sessions.TryEndAsync(
            session.Id, new(SessionState.Decided, outcome, [], "a.verdict", "{}", now, subject), Cancellation));
        return session.Id;
    }
}
