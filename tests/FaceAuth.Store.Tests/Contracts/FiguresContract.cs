using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What is counted of sessions, and that it stays when they go, on every engine.</summary>
public abstract class FiguresContract : IAsyncLifetime
{
    const string Party = "rp:1";

    static readonly DateOnly Today = new(2026, 3, 1);

    StoreUnderTest _store = null!;

    [Fact]
    public async Task Sessions_are_counted_by_how_they_ended_on_the_day_after()
    {
        await EndAsync(Party, "accepted", seconds: 3);
        await EndAsync(Party, "accepted", seconds: 5);
        await EndAsync(Party, "rejected", "no_match", "too_dark");
        await EndAsync("rp:2", "accepted", seconds: 7);
        Assert.Equal(0, (await Figures.RollUpAsync(Cancellation)).Days);
        _store.Clock.Advance(TimeSpan.FromDays(1));

        var report = await Figures.RollUpAsync(Cancellation);

        Assert.Equal((1, new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)), (report.Days, report.Until));
        Assert.Equal(
            [
                new(Today, Party, SessionPurpose.Identify, "passive", "accepted", "", 2, TimeSpan.FromSeconds(8)),
                new(Today, Party, SessionPurpose.Identify, "passive", "rejected", "no_match", 1, TimeSpan.Zero),
            ],
            await ListAsync(Party));
        Assert.Equal([("accepted", 3L), ("rejected", 1L)], (await ListAsync(null)).Select(f => (f.Outcome, f.Sessions)));
    }

    [Fact]
    public async Task Users_are_counted_together_so_that_no_figure_is_of_one_person()
    {
        await EndAsync("user:" + Guid.NewGuid(), "accepted");
        await EndAsync("user:" + Guid.NewGuid(), "accepted");
        _store.Clock.Advance(TimeSpan.FromDays(1));
        await Figures.RollUpAsync(Cancellation);

        var figure = Assert.Single(await ListAsync(null));
        Assert.Equal(2, figure.Sessions);
        Assert.Equal(2, Assert.Single(await ListAsync(DailyFigure.Accounts)).Sessions);
    }

    [Fact]
    public async Task A_day_is_counted_once_and_keeps_its_figures_when_its_sessions_are_gone()
    {
        await EndAsync(Party, "accepted");
        _store.Clock.Advance(TimeSpan.FromDays(100));
        await EndAsync(Party, "accepted");
        _store.Clock.Advance(TimeSpan.FromDays(1));

        // retention counts before it deletes
        Assert.Equal(1, (await _store.Get<IRetention>().RunAsync(_ => { }, Cancellation)).Sessions);
        Assert.Equal(0, (await Figures.RollUpAsync(Cancellation)).Days);

        Assert.Equal([Today, Today.AddDays(100)], (await ListAsync(Party)).Select(f => f.Day));
    }

    [Fact]
    public async Task Two_nodes_that_count_at_once_count_each_session_once()
    {
        for (var i = 0; i < 5; i++)
        {
            await EndAsync(Party, "accepted");
            _store.Clock.Advance(TimeSpan.FromDays(1));
        }

        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Figures.RollUpAsync(Cancellation)));

        Assert.Equal(5, reports.Sum(report => report.Days));
        Assert.Equal(5, (await ListAsync(Party)).Sum(f => f.Sessions));
    }

    [Fact]
    public async Task After_a_clock_that_was_a_year_ahead_days_are_counted_again()
    {
        await EndAsync(Party, "accepted");
        _store.Clock.AdjustTime(_store.Clock.GetUtcNow().AddDays(365));
        await Figures.RollUpAsync(Cancellation);
        _store.Clock.AdjustTime(_store.Clock.GetUtcNow().AddDays(-363));
        await EndAsync(Party, "accepted");
        _store.Clock.Advance(TimeSpan.FromDays(1));

        await Figures.RollUpAsync(Cancellation);

        Assert.Equal([Today, Today.AddDays(2)], (await ListAsync(Party)).Select(f => f.Day));
    }

    [Fact]
    public async Task A_span_of_more_than_a_year_is_a_fault_of_the_caller() =>
        await Assert.ThrowsAsync<ArgumentException>(
            () => Figures.ListAsync(null, Today, Today.AddDays(367), Cancellation).AsTask());

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<StoreUnderTest> OpenAsync();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    IDailyFigures Figures => _store.Get<IDailyFigures>();

    ValueTask<IReadOnlyList<DailyFigure>> ListAsync(string? owner) => Figures.ListAsync(owner, Today, Today.AddDays(200), Cancellation);

    async Task EndAsync(string owner, string outcome, params string[] reasons) => await EndAsync(owner, outcome, 0, reasons);

    async Task EndAsync(string owner, string outcome, int seconds, params string[] reasons)
    {
        var now = _store.Clock.GetUtcNow();
        var session = new SessionRecord(
            Guid.NewGuid(), owner, SessionPurpose.Identify, null, "nonce-nonce", "passive", SessionState.Created, now, now.AddMinutes(1));
        await _store.Sessions.CreateAsync(session, Cancellation);
        await _store.Sessions.TryClaimAsync(session.Id, now, Cancellation);
        Assert.True(await _store.Sessions.TryEndAsync(
            session.Id, new(SessionState.Decided, outcome, reasons, "a.verdict", "{}", now.AddSeconds(seconds)), Cancellation));
    }
}
