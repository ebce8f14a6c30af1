using FaceAuth.Store.AccountStores;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Idempotency;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Retention;

/// <inheritdoc/>
internal sealed class RetentionRun(
    StoreDatabase database, ISubjectStore subjects, IAuditLog audit, AuditTrim trim, IDailyFigures figures, IReviewPictures pictures,
    IOptions<RetentionOptions> options, TimeProvider clock, ILogger<RetentionRun> logger) : IRetention
{
    // rows of one transaction
    const int Batch = 500;

    /// <summary>After a longer pause a subject is erased only at the run after this one.</summary>
    /// <remarks>A clock that jumped ahead by years would else erase everybody before anybody could look.</remarks>
    static readonly TimeSpan LongestPause = TimeSpan.FromDays(35);

    /// <summary>How long it is known what became of a webhook's deliveries; so long a disabled one's wait, too.</summary>
    static readonly TimeSpan DeliveriesKept = TimeSpan.FromDays(30);

    public async Task<RetentionReport> RunAsync(Action<Guid> erased, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(erased);
        var now = clock.GetUtcNow();
        var counted = (await figures.RollUpAsync(cancellation)).Until;
        var verdicts = await ManyAsync(options.Value.VerdictDays, now, ClearVerdictsAsync, cancellation);
        var sessions = await ManyAsync(options.Value.SessionDays, now,
            // none that is not counted yet
            (before, token) => DeleteSessionsAsync(before < counted ? before : counted, token), cancellation);
        var seen = await pictures.DeleteExpiredAsync(cancellation);
        var waits = await WaitsAsync(now, cancellation);
        var gone = 0;
        if (!waits)
            await ManyAsync(options.Value.UnusedSubjectDays, now, (before, token) => EraseUnusedAsync(before, Gone, token), cancellation);
        var signIns = await SweptAsync(now, cancellation);
        await AllAsync(token => ForgetPlacesAsync(now - PasswordAttempts.Kept, token), cancellation);
        await AllAsync(token => ForgetDeliveriesAsync(now - DeliveriesKept, token), cancellation);
        await AllAsync(token => ForgetAnswersAsync(now - KeptAnswers.Lifetime, token), cancellation);
        await AllAsync(token => ForgetQuestionsAsync(now, token), cancellation);
        await AllAsync(token => ForgetSharedAsync(now - AttemptBound.SharedFor, token), cancellation);
        await database.UpdateAsync(
            context => context.Info.ExecuteUpdateAsync(
                set => set.SetProperty(info => info.RetentionAt, (DateTimeOffset?)now), cancellation), cancellation);
        if (waits) StoreLog.RetentionWaits(logger);
        // last: a chain that was tampered with is not trimmed, and keeps nothing else from going
        var (entries, altered) = options.Value.AuditDays == 0 ? (0L, 0)
            : await trim.RunAsync(now.AddDays(-options.Value.AuditDays), cancellation);
        if (verdicts + sessions + entries + gone > 0) StoreLog.Retained(logger, verdicts, sessions, entries, gone);
        return new(verdicts, sessions, entries, gone, waits, signIns, altered, seen);

        void Gone(Guid subject)
        {
            gone++;
            erased(subject);
        }
    }

    /// <summary>Batch after batch of what is older than so many days; 0 is never.</summary>
    static async Task<int> ManyAsync(
        int days, DateTimeOffset now, Func<DateTimeOffset, CancellationToken, Task<int>> some, CancellationToken cancellation)
    {
        if (days == 0) return 0;
        return await AllAsync(token => some(now.AddDays(-days), token), cancellation);
    }

    static async Task<int> AllAsync(Func<CancellationToken, Task<int>> some, CancellationToken cancellation)
    {
        for (var all = 0; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            var done = await some(cancellation);
            all += done;
            if (done < Batch) return all;
        }
    }

    /// <summary>Deletes sign-ins that have run out: of no use to anybody from that moment on.</summary>
    Task<int> SweptAsync(DateTimeOffset now, CancellationToken cancellation) =>
        AllAsync(token => database.WriteAsync(async context =>
        {
            var ids = await context.SignIns.Where(s => s.ExpiresAt <= now).OrderBy(s => s.ExpiresAt)
                .Select(s => s.Id).Take(Batch).ToListAsync(token);
            return await context.SignIns.Where(s => ids.Contains(s.Id) && s.ExpiresAt <= now).ExecuteDeleteAsync(token);
        }, token), cancellation);

    Task<int> ForgetPlacesAsync(DateTimeOffset before, CancellationToken cancellation) => database.WriteAsync(async context =>
    {
        var users = await context.PasswordAttempts.Where(a => a.TriedAt <= before).OrderBy(a => a.TriedAt)
            .Select(a => a.UserId).Take(Batch).ToListAsync(cancellation);
        await context.PasswordAttempts.Where(a => users.Contains(a.UserId) && a.TriedAt <= before).ExecuteDeleteAsync(cancellation);
        return users.Count;
    }, cancellation);

    Task<int> ForgetDeliveriesAsync(DateTimeOffset before, CancellationToken cancellation) => database.WriteAsync(async context =>
    {
        var ids = await context.WebhookDeliveries.Where(d => d.EndedAt < before || (d.EndedAt == null && d.CreatedAt < before))
            .OrderBy(d => d.CreatedAt).Select(d => d.Id).Take(Batch).ToListAsync(cancellation);
        await context.AlteredRows.Where(a => a.Kind == RowKind.WebhookDelivery && ids.Contains(a.RowId)).ExecuteDeleteAsync(cancellation);
        return await context.WebhookDeliveries.Where(d => ids.Contains(d.Id)).ExecuteDeleteAsync(cancellation);
    }, cancellation);

    Task<int> ForgetAnswersAsync(DateTimeOffset before, CancellationToken cancellation) => database.WriteAsync(async context =>
    {
        var ids = await context.KeptAnswers.Where(a => a.BegunAt < before).OrderBy(a => a.BegunAt)
            .Select(a => a.Id).Take(Batch).ToListAsync(cancellation);
        return await context.KeptAnswers.Where(a => ids.Contains(a.Id)).ExecuteDeleteAsync(cancellation);
    }, cancellation);

    Task<int> ForgetQuestionsAsync(DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(async context =>
    {
        var ids = await context.UsedQuestions.Where(q => q.ExpiresAt <= now).OrderBy(q => q.ExpiresAt)
            .Select(q => q.Id).Take(Batch).ToListAsync(cancellation);
        return await context.UsedQuestions.Where(q => ids.Contains(q.Id)).ExecuteDeleteAsync(cancellation);
    }, cancellation);

    /// <summary>Deletes counts of attempts that many share and that have run empty; a person's own go with the person.</summary>
    Task<int> ForgetSharedAsync(DateTimeOffset before, CancellationToken cancellation) => database.WriteAsync(async context =>
    {
        var ids = await context.FaceAttempts
            .Where(a => a.Scope != AttemptScope.Subject && a.Scope != AttemptScope.Account && a.TriedAt <= before)
            .OrderBy(a => a.TriedAt).Select(a => a.Id).Take(Batch).ToListAsync(cancellation);
        await context.FaceAttempts.Where(a => ids.Contains(a.Id) && a.TriedAt <= before).ExecuteDeleteAsync(cancellation);
        return ids.Count;
    }, cancellation);

    Task<int> ClearVerdictsAsync(DateTimeOffset before, CancellationToken cancellation) => database.WriteAsync(async context =>
    {
        var ids = await context.Sessions.Where(s => s.EndedAt < before && s.SealedVerdict != null).OrderBy(s => s.EndedAt)
            .Select(s => s.Id).Take(Batch).ToListAsync(cancellation);
        await context.Sessions.Where(s => ids.Contains(s.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.SealedVerdict, (byte[]?)null), cancellation);
        return ids.Count;
    }, cancellation);

    Task<int> DeleteSessionsAsync(DateTimeOffset before, CancellationToken cancellation) => database.WriteAsync(async context =>
    {
        var ids = await context.Sessions.Where(s => s.EndedAt < before).OrderBy(s => s.EndedAt)
            .Select(s => s.Id).Take(Batch).ToListAsync(cancellation);
        await context.AlteredRows.Where(a => (a.Kind == RowKind.Session || a.Kind == RowKind.Course) && ids.Contains(a.RowId))
            .ExecuteDeleteAsync(cancellation);
        return await context.Sessions.Where(s => ids.Contains(s.Id)).ExecuteDeleteAsync(cancellation);
    }, cancellation);

    async Task<int> EraseUnusedAsync(DateTimeOffset before, Action<Guid> erased, CancellationToken cancellation)
    {
        var unused = await database.ReadAsync(
            context => context.Subjects.Where(s => s.LastUsedAt < before).OrderBy(s => s.LastUsedAt).Take(Batch)
                .Select(s => new { s.Id, s.Owner }).ToListAsync(cancellation), cancellation);
        foreach (var subject in unused)
        {
            // looked at again: it may have been used since
            if (await subjects.EraseUnusedAsync(subject.Id, before, cancellation) is not { } erasure) continue;
            erased(subject.Id);
            await audit.AppendAsync(
                new(erasure.At, "subject.erased", "system", SubjectId: subject.Id, Details: """{"why":"unused"}"""),
                CancellationToken.None);
        }

        return unused.Count;
    }

    /// <summary>Whether this run is the first, or the first after a long pause.</summary>
    /// <remarks>Subjects of earlier versions are counted from it on.</remarks>
    async Task<bool> WaitsAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var last = await database.ReadAsync(
            context => context.Info.Select(info => info.RetentionAt).SingleAsync(cancellation), cancellation);
        await database.UpdateAsync(
            context => context.Subjects.Where(s => s.LastUsedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, (DateTimeOffset?)now), cancellation), cancellation);
        return last is null || now - last > LongestPause;
    }
}
