using FaceAuth.Store.Contracts;
using FaceAuth.Store.Templates;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>The wall clock is set back by an hour under a running store, on every engine.</summary>
public abstract class ClockSetBackContract : IAsyncLifetime
{
    const string Owner = "rp:1";

    readonly Random _random = new(11);
    StoreUnderTest _store = null!;

    [Fact]
    public async Task Sessions_go_on_and_nobody_is_refused_or_erased()
    {
        var (anna, face) = await EnrolAsync("anna");
        var (waiting, running) = (await SessionAsync(anna), await SessionAsync(anna));
        Assert.True(await _store.Sessions.TryClaimAsync(running, Now, Cancellation));
        await _store.Get<IRetention>().RunAsync(_ => { }, Cancellation);

        SetBack();
        var late = await SessionAsync(anna);
        await _store.Sessions.EndAbandonedAsync(Now - TimeSpan.FromMinutes(5), Now, Cancellation);
        Assert.True(await _store.Sessions.TryClaimAsync(waiting, Now, Cancellation));
        Assert.True(await _store.Sessions.TryClaimAsync(late, Now, Cancellation));
        foreach (var id in new[] { waiting, running, late })
            Assert.True(await _store.Sessions.TryEndAsync(
                id, new(SessionState.Decided, "accepted", [], "verdict", null, Now, anna), Cancellation));
        var kept = await _store.Get<IRetention>().RunAsync(_ => { }, Cancellation);
        await _store.Subjects.EraseEmptyAsync(Now - TimeSpan.FromMinutes(1), Cancellation);

        Assert.Equal((0, 0, 0L, 0, false), (kept.Verdicts, kept.Sessions, kept.AuditEntries, kept.Subjects, kept.WaitsForNextRun));
        Assert.Equal("verdict", (await _store.Sessions.FindAsync(waiting, Cancellation))!.Verdict);
        Assert.Equal(anna, (await _store.Templates.NearestAsync(Owner, Model, face, 1, Cancellation))[0].SubjectId);
    }

    [Fact]
    public async Task The_audit_still_verifies_and_what_is_old_goes_by_its_place()
    {
        for (var i = 0; i < 3; i++) await AppendAsync($"before {i}");
        SetBack();
        for (var i = 0; i < 3; i++) await AppendAsync($"after {i}");
        await AssertWholeAsync();
        Assert.Equal("after 2", (await _store.Audit.RecentAsync(null, 1, Cancellation))[0].Action);

        // a year after the later ones by their time, and not yet after the earlier ones
        _store.Clock.Advance(TimeSpan.FromDays(365) + TimeSpan.FromMinutes(30));
        var report = await _store.Get<IRetention>().RunAsync(_ => { }, Cancellation);

        Assert.Equal(0, report.AuditEntries);
        await AssertWholeAsync();
        Assert.Equal(6, (await _store.Audit.RecentAsync("system", 10, Cancellation)).Count);
    }

    [Fact]
    public async Task What_is_stored_after_it_is_the_latest_and_another_node_sees_it()
    {
        await using var other = await OpenAsync(_store);
        var (anna, _) = await EnrolAsync("anna");
        var adapted = Enumerable.Range(0, 5).Select(_ => Random(_random)).ToArray();
        for (var i = 0; i < 3; i++) await AdaptAsync(anna, adapted[i]);
        await other.Templates.NearestAsync(Owner, Model, adapted[0], 1, Cancellation);

        SetBack();
        for (var i = 3; i < 5; i++) await AdaptAsync(anna, adapted[i]);
        await other.Get<TemplateChanges>().CatchUpAsync(Cancellation);

        using var set = await _store.Templates.LoadAsync(anna, Model, Cancellation);
        foreach (var (vector, stays) in adapted.Zip([false, false, true, true, true]))
        {
            Assert.Equal(stays, set!.BestSimilarity(vector) > 0.999f);
            Assert.Equal(stays, (await other.Templates.NearestAsync(Owner, Model, vector, 1, Cancellation))[0].Similarity > 0.999f);
        }
    }

    public async ValueTask InitializeAsync() => _store = await OpenAsync(null);

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A store that keeps three adapted templates; another node of <paramref name="first"/>'s where there is one.</summary>
    private protected abstract Task<StoreUnderTest> OpenAsync(StoreUnderTest? first);

    protected static (string Name, string Value) Settings => ("AdaptedPerSubject", "3");

    DateTimeOffset Now => _store.Clock.GetUtcNow();

    void SetBack() => _store.Clock.AdjustTime(Now - TimeSpan.FromHours(1));

    async Task AssertWholeAsync() =>
        Assert.All(await _store.Get<IAuditChain>().VerifyAsync(Cancellation), chain => Assert.Null(chain.Fault));

    async Task AppendAsync(string action)
    {
        _store.Clock.Advance(TimeSpan.FromSeconds(1));
        await _store.Audit.AppendAsync(new(Now, action, "system"), Cancellation);
    }

    async Task AdaptAsync(Guid subject, float[] vector)
    {
        _store.Clock.Advance(TimeSpan.FromSeconds(1));
        await _store.Templates.AddAsync(subject, [Template(vector) with { Origin = TemplateOrigin.Adapted }], Cancellation);
    }

    async Task<(Guid Subject, float[] Face)> EnrolAsync(string name)
    {
        var face = Random(_random);
        var subject = (await _store.Subjects.GetOrCreateAsync(Owner, name, Cancellation)).Id;
        await _store.Templates.AddAsync(subject, [Template(face)], Cancellation);
        return (subject, face);
    }

    async Task<Guid> SessionAsync(Guid subject)
    {
        var id = Guid.CreateVersion7(Now);
        await _store.Sessions.CreateAsync(
            new(id, Owner, SessionPurpose.Verify, subject, "nonce-nonce", "blink", SessionState.Created, Now, Now.AddMinutes(1)),
            Cancellation);
        return id;
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
