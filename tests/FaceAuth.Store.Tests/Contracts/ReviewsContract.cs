using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>Decisions that people look at again, on every engine.</summary>
public abstract class ReviewsContract : IAsyncLifetime
{
    readonly (Guid Ada, Guid Bob) _who = (Guid.NewGuid(), Guid.NewGuid());
    StoreUnderTest? _store;

    [Fact]
    public async Task A_decided_session_has_one_review_and_another_has_none()
    {
        var decided = await SessionAsync(isDecided: true);
        var running = await SessionAsync(isDecided: false);

        var first = await Reviews.OpenAsync(decided, ReviewCause.Appealed, Cancellation);
        var again = await Reviews.OpenAsync(decided, ReviewCause.Doubtful, Cancellation);

        Assert.True(first!.Value.IsNew);
        Assert.Equal(
            (first.Value.Review.Id, ReviewCause.Appealed, false), (again!.Value.Review.Id, again.Value.Review.Cause, again.Value.IsNew));
        Assert.Null(await Reviews.OpenAsync(running, ReviewCause.Appealed, Cancellation));
        Assert.Null(await Reviews.OpenAsync(Guid.NewGuid(), ReviewCause.Appealed, Cancellation));
        Assert.Equal(first.Value.Review.Id, (await Reviews.FindAsync(decided, Cancellation))!.Id);
    }

    [Fact]
    public async Task A_close_decision_that_is_appealed_is_an_appeal_from_then_on()
    {
        var session = await SessionAsync(isDecided: true);
        await Reviews.OpenAsync(session, ReviewCause.Doubtful, Cancellation);
        Store.Clock.Advance(TimeSpan.FromHours(1));

        var appealed = await Reviews.OpenAsync(session, ReviewCause.Appealed, Cancellation);

        Assert.True(appealed!.Value.IsNew);
        Assert.Equal((ReviewCause.Appealed, Store.Clock.GetUtcNow()), (appealed.Value.Review.Cause, appealed.Value.Review.OpenedAt));
        Assert.Equal(ReviewCause.Appealed, (await Reviews.FindAsync(session, Cancellation))!.Cause);
    }

    [Fact]
    public async Task Four_eyes_overturn_and_nobody_judges_twice()
    {
        var review = await OpenAsync();

        var first = await Reviews.JudgeAsync(review, _who.Ada, true, 2, Cancellation);
        var twice = await Reviews.JudgeAsync(review, _who.Ada, true, 2, Cancellation);
        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await Reviews.JudgeAsync(review, _who.Bob, true, 2, Cancellation);
        var late = await Reviews.JudgeAsync(review, Guid.NewGuid(), false, 2, Cancellation);

        Assert.Equal((ReviewAnswer.Taken, ReviewState.Open), (first.Answer, first.Review!.State));
        Assert.Equal(ReviewAnswer.Judged, twice.Answer);
        Assert.Equal((ReviewAnswer.Taken, ReviewState.Overturned), (second.Answer, second.Review!.State));
        Assert.Equal([_who.Ada, _who.Bob], second.Review.Judgements.Select(judgement => judgement.By));
        Assert.Equal(Store.Clock.GetUtcNow(), second.Review.ClosedAt);
        Assert.Equal((ReviewAnswer.Closed, ReviewState.Overturned), (late.Answer, late.Review!.State));
    }

    [Theory]
    [InlineData(1, true, ReviewState.Overturned)]
    [InlineData(1, false, ReviewState.Upheld)]
    [InlineData(2, false, ReviewState.Upheld)]
    public async Task One_is_enough_to_uphold_and_where_two_eyes_do_to_overturn(int needed, bool overturns, ReviewState state)
    {
        var review = await OpenAsync();

        var judged = await Reviews.JudgeAsync(review, _who.Ada, overturns, needed, Cancellation);

        Assert.Equal(state, judged.Review!.State);
    }

    [Fact]
    public async Task Who_does_not_agree_upholds()
    {
        var review = await OpenAsync();
        await Reviews.JudgeAsync(review, _who.Ada, true, 2, Cancellation);

        var second = await Reviews.JudgeAsync(review, _who.Bob, false, 2, Cancellation);

        Assert.Equal(ReviewState.Upheld, second.Review!.State);
    }

    [Fact]
    public async Task Of_judgements_at_once_each_accounts_first_counts()
    {
        var review = await OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            (await Reviews.JudgeAsync(review, i % 2 == 0 ? _who.Ada : _who.Bob, true, 2, Cancellation)).Answer)));

        Assert.Equal(2, answers.Count(answer => answer == ReviewAnswer.Taken));
        var page = await Reviews.ListAsync(null, null, 10, Cancellation);
        Assert.Equal(ReviewState.Overturned, Assert.Single(page.Reviews).State);
    }

    [Fact]
    public async Task They_are_listed_oldest_first_by_how_they_stand()
    {
        List<Guid> all = [];
        for (var i = 0; i < 5; i++)
        {
            Store.Clock.Advance(TimeSpan.FromSeconds(1));
            all.Add(await OpenAsync());
        }

        await Reviews.JudgeAsync(all[1], _who.Ada, false, 1, Cancellation);

        var first = await Reviews.ListAsync(ReviewState.Open, null, 3, Cancellation);
        var rest = await Reviews.ListAsync(ReviewState.Open, first.Last, 3, Cancellation);

        Assert.Equal([all[0], all[2], all[3]], first.Reviews.Select(review => review.Id));
        Assert.Equal([all[4]], rest.Reviews.Select(review => review.Id));
        Assert.Null(rest.Last);
        Assert.Equal(all[1], Assert.Single((await Reviews.ListAsync(ReviewState.Upheld, null, 3, Cancellation)).Reviews).Id);
    }

    [Theory]
    [InlineData("State", "2")]
    [InlineData("FirstOverturns", "NOT \"FirstOverturns\"")]
    [InlineData("FirstBy", "NULL")]
    [InlineData("ClosedAt", "1")]
    public async Task Who_can_only_write_the_database_judges_nothing(string column, string value)
    {
        var review = await OpenAsync();
        await Reviews.JudgeAsync(review, _who.Ada, true, 2, Cancellation);
        var session = await Store.QueryAsync(context => context.Reviews.Select(r => r.SessionId).SingleAsync(Cancellation));

#pragma warning disable EF1002 // the test's own
        await Store.QueryAsync(
            context => context.Database.ExecuteSqlRawAsync($"""UPDATE "Reviews" SET "{column}" = {value}""", Cancellation));
#pragma warning restore EF1002

        Assert.Null(await Reviews.FindAsync(session, Cancellation));
        Assert.Empty((await Reviews.ListAsync(null, null, 10, Cancellation)).Reviews);
        Assert.Equal(ReviewAnswer.Unknown, (await Reviews.JudgeAsync(review, _who.Bob, true, 2, Cancellation)).Answer);
        Assert.True(await Store.QueryAsync(context => context.AlteredRows.AnyAsync(row => row.Kind == RowKind.Review, Cancellation)));
    }

    [Fact]
    public async Task Its_relying_partys_webhook_is_told_once_it_is_closed()
    {
        await Store.Get<IWebhookStore>().CreateAsync("rp:1", "https://example.org/", [WebhookEventTypes.SessionReviewed], Cancellation);
        var review = await OpenAsync();
        var outbox = Store.Get<IWebhookOutbox>();
        await Reviews.JudgeAsync(review, _who.Ada, true, 2, Cancellation);
        Assert.Empty(await outbox.DueAsync(10, [], [], true, Cancellation));

        await Reviews.JudgeAsync(review, _who.Bob, true, 2, Cancellation);

        var due = Assert.Single(await outbox.DueAsync(10, [], [], true, Cancellation));
        var lease = (await outbox.TryTakeAsync(due, TimeSpan.FromMinutes(1), Cancellation))!;
        Assert.Contains(""" "review":"overturned" """.Trim(), lease.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_with_its_session()
    {
        await OpenAsync();

        await Store.QueryAsync(context => context.Sessions.ExecuteDeleteAsync(Cancellation));

        Assert.Empty((await Reviews.ListAsync(null, null, 10, Cancellation)).Reviews);
        Assert.False(await Store.QueryAsync(context => context.Reviews.AnyAsync(Cancellation)));
    }

    public async ValueTask InitializeAsync() => _store = await OpenStoreAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<StoreUnderTest> OpenStoreAsync();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    StoreUnderTest Store => _store!;

    IReviewStore Reviews => Store.Get<IReviewStore>();

    async Task<Guid> OpenAsync() =>
        (await Reviews.OpenAsync(await SessionAsync(isDecided: true), ReviewCause.Appealed, Cancellation))!.Value.Review.Id;

    async Task<Guid> SessionAsync(bool isDecided)
    {
        var now = Store.Clock.GetUtcNow();
        var session = new SessionRecord(
            Guid.NewGuid(), "rp:1", SessionPurpose.Identify, null, "nonce-nonce", "passive", SessionState.Created, now, now.AddMinutes(1));
        await Store.Sessions.CreateAsync(session, Cancellation);
        await Store.Sessions.TryClaimAsync(session.Id, now, Cancellation);
        if (isDecided)
            await Store.Sessions.TryEndAsync(
                session.Id, new(SessionState.Decided, "rejected", ["no_face"], "a.verdict", "{}", now, null), Cancellation);
        return session.Id;
    }
}
