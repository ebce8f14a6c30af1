using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Reviews;

/// <inheritdoc/>
internal sealed class ReviewStore(
    StoreDatabase database, ReviewSeal seal, WebhookEvents webhooks, AlteredRows altered, ErasureFlush flush, TimeProvider clock)
    : IReviewStore
{
    public async ValueTask<(ReviewRecord Review, bool IsNew)?> OpenAsync(
        Guid sessionId, ReviewCause cause, CancellationToken cancellation)
    {
        var (row, isNew) = await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, $"review:{sessionId}", cancellation);
            if (await context.Reviews.AsTracking().SingleOrDefaultAsync(r => r.SessionId == sessionId, cancellation) is { } known)
                return (known, await TryAppealAsync(context, known, cause, cancellation));
            if (!await context.Sessions.AnyAsync(s => s.Id == sessionId && s.State == SessionState.Decided, cancellation))
                return ((ReviewRow?)null, false);
            var now = clock.GetUtcNow();
            var made = new ReviewRow { Id = Guid.CreateVersion7(now), SessionId = sessionId, Cause = cause, OpenedAt = now };
            // in the transaction, which holds the key that it is made with
            made.Authenticator = seal.Of(made);
            context.Reviews.Add(made);
            await context.SaveChangesAsync(cancellation);
            return (made, true);
        }, cancellation);
        return row is not null && (await SoundAsync([row])).FirstOrDefault() is { } review ? (review, isNew) : null;
    }

    public async ValueTask<(ReviewAnswer Answer, ReviewRecord? Review)> JudgeAsync(
        Guid reviewId, Guid account, bool overturns, int needed, CancellationToken cancellation)
    {
        Check.Count(needed, ReviewRecord.MostJudgements);
        var hadPictures = false;
        var (answer, row) = await database.WriteAsync(async context =>
        {
            var sessions = context.Reviews.Where(r => r.Id == reviewId).Select(r => r.SessionId);
            if (await sessions.ToListAsync(cancellation) is not [var session]) return (ReviewAnswer.Unknown, null);
            await database.HoldAsync(context, $"review:{session}", cancellation);
            var found = await context.Reviews.AsTracking().SingleOrDefaultAsync(r => r.Id == reviewId, cancellation);
            if (found is null || !seal.Holds(found)) return (ReviewAnswer.Unknown, found);
            if (found.State != ReviewState.Open) return (ReviewAnswer.Closed, found);
            if (found.FirstBy == account) return (ReviewAnswer.Judged, found);
            Write(found, new(account, overturns, clock.GetUtcNow()), needed);
            found.Authenticator = seal.Of(found);
            await context.SaveChangesAsync(cancellation);
            if (found.State != ReviewState.Open)
            {
                // whoever had to look has looked
                hadPictures = await ReviewPictures.DeleteOfAsync(context, session, cancellation);
                var owner = await context.Sessions.Where(s => s.Id == session).Select(s => s.Owner).SingleAsync(cancellation);
                await webhooks.ReviewedAsync(context, owner, found, cancellation);
            }

            return (ReviewAnswer.Taken, (ReviewRow?)found);
        }, cancellation);
        if (hadPictures) await flush.RunAsync();
        return (answer, row is null ? null : (await SoundAsync([row])).FirstOrDefault());
    }

    public async ValueTask<ReviewRecord?> FindAsync(Guid sessionId, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            context => context.Reviews.Where(r => r.SessionId == sessionId).ToListAsync(cancellation), cancellation);
        return (await SoundAsync(rows)).FirstOrDefault();
    }

    public async ValueTask<ReviewRecord?> FindByIdAsync(Guid reviewId, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            context => context.Reviews.Where(r => r.Id == reviewId).ToListAsync(cancellation), cancellation);
        return (await SoundAsync(rows)).FirstOrDefault();
    }

    public async ValueTask<ReviewPage> ListAsync(ReviewState? state, Guid? after, int count, CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        var rows = await database.ReadAsync(
            context => context.Reviews.Where(r => (state == null || r.State == state) && (after == null || r.Id > after))
                .OrderBy(r => r.Id).Take(count + 1).ToListAsync(cancellation), cancellation);
        var isLast = rows.Count <= count;
        if (!isLast) rows.RemoveAt(count);
        return new(await SoundAsync(rows), isLast ? null : rows[^1].Id);
    }

    /// <summary>Who appeals a close decision is told of their appeal, and not that it was one.</summary>
    async Task<bool> TryAppealAsync(FaceAuthDbContext context, ReviewRow known, ReviewCause cause, CancellationToken cancellation)
    {
        if (cause != ReviewCause.Appealed || known is not { Cause: ReviewCause.Doubtful, State: ReviewState.Open } || !seal.Holds(known))
            return false;
        (known.Cause, known.OpenedAt) = (cause, clock.GetUtcNow());
        known.Authenticator = seal.Of(known);
        await context.SaveChangesAsync(cancellation);
        return true;
    }

    static void Write(ReviewRow row, ReviewJudgement judgement, int needed)
    {
        var isSecond = row.FirstBy is not null;
        if (isSecond) (row.SecondBy, row.SecondOverturns, row.SecondAt) = (judgement.By, judgement.Overturns, judgement.At);
        else (row.FirstBy, row.FirstOverturns, row.FirstAt) = (judgement.By, judgement.Overturns, judgement.At);
        // doubt upholds: everybody who has to must say that it was wrong
        if (!judgement.Overturns) row.State = ReviewState.Upheld;
        else if (isSecond || needed == 1) row.State = ReviewState.Overturned;
        if (row.State != ReviewState.Open) row.ClosedAt = judgement.At;
    }

    /// <summary>Those that this store wrote down; the others are reported.</summary>
    async Task<List<ReviewRecord>> SoundAsync(List<ReviewRow> rows)
    {
        var sound = rows.FindAll(seal.Holds);
        await altered.ReportAsync([.. rows.Except(sound).Select(ReviewSeal.AsAltered)]);
        return sound.ConvertAll(r => new ReviewRecord(r.Id, r.SessionId, r.Cause, r.OpenedAt, r.State, [.. Judgements(r)], r.ClosedAt));
    }

    static IEnumerable<ReviewJudgement> Judgements(ReviewRow row)
    {
        if (row is { FirstBy: { } first, FirstAt: { } firstAt }) yield return new(first, row.FirstOverturns, firstAt);
        if (row is { SecondBy: { } second, SecondAt: { } secondAt }) yield return new(second, row.SecondOverturns, secondAt);
    }
}
