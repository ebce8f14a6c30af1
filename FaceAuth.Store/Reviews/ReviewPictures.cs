using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Reviews;

/// <inheritdoc/>
internal sealed class ReviewPictures(
    StoreDatabase database, PictureSeal seal, AlteredRows altered, ErasureFlush flush, TimeProvider clock) : IReviewPictures
{
    /// <summary>Rows deleted in one transaction: at most 32 MiB.</summary>
    const int Batch = 500;

    public async ValueTask<bool> KeepAsync(
        Guid sessionId, IReadOnlyList<ReviewPicture> pictures, DateTimeOffset until, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        Check.Count(pictures.Count, ReviewPicture.Most);
        foreach (var picture in pictures) Check.Count(picture.Jpeg.Length, ReviewPicture.MostBytes, nameof(pictures));
        var now = clock.GetUtcNow();
        if (until <= now) throw new ArgumentException("Pictures are kept for a time.", nameof(until));
        return await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, $"review:{sessionId}", cancellation);
            var sessions = context.Sessions.Where(s => s.Id == sessionId && s.State == SessionState.Decided);
            if (await sessions.Select(s => new { s.SubjectId }).SingleOrDefaultAsync(cancellation) is not { } session) return false;
            if (session.SubjectId is { } subject)
            {
                await database.HoldSubjectsAsync(context, [subject], cancellation, shared: true);
                // no face comes back after its erasure
                if (!await context.Subjects.AnyAsync(s => s.Id == subject, cancellation)) return false;
            }

            if (await context.ReviewPictures.AnyAsync(p => p.SessionId == sessionId, cancellation)) return false;
            if (await context.Reviews.AnyAsync(r => r.SessionId == sessionId && r.State != ReviewState.Open, cancellation)) return false;
            // in the transaction, which holds the key that they are made with
            for (var i = 0; i < pictures.Count; i++) context.ReviewPictures.Add(RowOf(sessionId, i + 1, pictures[i], now, until));
            await context.SaveChangesAsync(cancellation);
            return true;
        }, cancellation);
    }

    public async ValueTask<IReadOnlyDictionary<Guid, KeptPictures>> FindAsync(
        IReadOnlyCollection<Guid> sessionIds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sessionIds);
        if (sessionIds.Count == 0) return new Dictionary<Guid, KeptPictures>();
        Check.Count(sessionIds.Count, Limits.ListCount);
        var now = clock.GetUtcNow();
        var kept = await database.ReadAsync(
            context => context.ReviewPictures.Where(p => sessionIds.Contains(p.SessionId) && p.Until > now)
                .Select(p => new { p.SessionId, p.Until }).ToListAsync(cancellation), cancellation);
        return kept.GroupBy(p => p.SessionId).ToDictionary(
            session => session.Key, session => new KeptPictures(session.Count(), session.Min(p => p.Until)));
    }

    public async ValueTask<ReviewPicture?> OpenAsync(Guid sessionId, int number, CancellationToken cancellation)
    {
        var row = await database.ReadAsync(
            context => context.ReviewPictures.SingleOrDefaultAsync(p => p.SessionId == sessionId && p.Number == number, cancellation),
            cancellation);
        if (row is null) return null;
        if (seal.Holds(row) && seal.TryOpen(row) is { } jpeg)
            return row.Until > clock.GetUtcNow() ? new(row.Moment, TimeSpan.FromMilliseconds(row.AtMs), jpeg) : null;
        await altered.ReportAsync([PictureSeal.AsAltered(row)]);
        return null;
    }

    public ValueTask<int> DeleteExpiredAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return DeleteAsync(pictures => pictures.Where(p => p.Until <= now), cancellation);
    }

    public ValueTask<int> DeleteAllAsync(CancellationToken cancellation) => DeleteAsync(pictures => pictures, cancellation);

    /// <summary>Deletes a session's in the caller's transaction, who flushes after it where there were some.</summary>
    public static async Task<bool> DeleteOfAsync(FaceAuthDbContext context, Guid sessionId, CancellationToken cancellation) =>
        await context.ReviewPictures.Where(p => p.SessionId == sessionId).ExecuteDeleteAsync(cancellation) > 0;

    /// <summary>Deletes those of subjects' sessions in the caller's transaction; answers how many.</summary>
    public static Task<int> DeleteOfSubjectsAsync(FaceAuthDbContext context, List<Guid> subjects, CancellationToken cancellation) =>
        context.ReviewPictures
            .Where(p => p.Session!.SubjectId != null && subjects.Contains(p.Session.SubjectId.Value)).ExecuteDeleteAsync(cancellation);

    async ValueTask<int> DeleteAsync(
        Func<IQueryable<ReviewPictureRow>, IQueryable<ReviewPictureRow>> which, CancellationToken cancellation)
    {
        for (var deleted = 0; ;)
        {
            // mostly there is nothing, and then nobody waits for the one writer
            var ids = await database.ReadAsync(
                context => which(context.ReviewPictures).OrderBy(p => p.Until).Select(p => p.Id).Take(Batch).ToListAsync(cancellation),
                cancellation);
            if (ids.Count > 0)
                deleted += await database.WriteAsync(
                    context => context.ReviewPictures.Where(p => ids.Contains(p.Id)).ExecuteDeleteAsync(cancellation), cancellation);
            if (ids.Count == Batch) continue;
            if (deleted > 0) await flush.RunAsync();
            return deleted;
        }
    }

    ReviewPictureRow RowOf(Guid sessionId, int number, ReviewPicture picture, DateTimeOffset now, DateTimeOffset until)
    {
        var row = new ReviewPictureRow
        {
            Id = Guid.CreateVersion7(now),
            SessionId = sessionId,
            Number = number,
            Moment = picture.Moment,
            AtMs = (int)Math.Clamp(picture.At.TotalMilliseconds, 0, int.MaxValue),
            Until = until,
            Sealed = seal.Seal(sessionId, number, picture.Jpeg.Span),
        };
        row.Authenticator = seal.Of(row);
        return row;
    }
}
