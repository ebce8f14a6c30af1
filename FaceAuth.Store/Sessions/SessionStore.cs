using System.Text.Json;
using FaceAuth.Store.Attempts;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Sessions;

/// <inheritdoc/>
internal sealed class SessionStore(
    StoreDatabase database, SessionSeal seal, PersonalSeal personal, AlteredRows altered, FaceAttempts attempts,
    WebhookEvents events) : ISessionStore
{
    const string Accepted = "accepted";
    const string Expired = "expired";
    const string Abandoned = "abandoned";

    /// <summary>Sessions ended in one transaction, so that no other write waits for long.</summary>
    const int Batch = 500;

    // each further one means that another node changed the same session in between
    const int MostAttempts = 4;

    public async ValueTask CreateAsync(SessionRecord session, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        Check.Name(session.Owner, Limits.Owner);
        Check.Name(session.Nonce, Limits.NonceMax, Limits.NonceMin);
        Check.Name(session.Policy, Limits.Policy);
        if (session.State != SessionState.Created) throw new ArgumentException("A new session is in state Created.", nameof(session));

        var row = new SessionRow
        {
            Id = session.Id,
            Owner = session.Owner,
            Purpose = session.Purpose,
            SubjectId = session.SubjectId,
            GroupId = session.GroupId,
            SignInId = session.SignInId,
            KeyId = session.KeyId,
            Nonce = session.Nonce,
            Policy = session.Policy,
            CreatedAt = session.CreatedAt,
            ExpiresAt = session.ExpiresAt,
        };
        await database.WriteAsync(async context =>
        {
            // in the transaction, which holds the key that it is made with
            row.Authenticator = seal.Of(row);
            context.Sessions.Add(row);
            return await context.SaveChangesAsync(cancellation);
        }, cancellation);
    }

    public async ValueTask<SessionRecord?> FindAsync(Guid sessionId, CancellationToken cancellation)
    {
        var row = await database.ReadAsync(
            context => context.Sessions.SingleOrDefaultAsync(s => s.Id == sessionId, cancellation), cancellation);
        if (row is null) return null;
        if (!seal.Holds(row))
        {
            await altered.ReportAsync([SessionSeal.AsAltered(row)]);
            return null;
        }

        return RecordOf(row) with
        {
            Verdict = personal.TryOpen(PersonalKind.Verdict, row.Id, row.SealedVerdict),
            ScoresJson = row.ScoresJson,
            TimelineJson = personal.TryOpen(PersonalKind.Timeline, row.Id, row.SealedTimeline),
        };
    }

    public async ValueTask<SessionPage> ListAsync(
        SessionFilter filter, Guid? before, int count, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Check.Count(count, Limits.ListCount);
        var rows = await database.ReadAsync(
            context => Which(context.Sessions, filter, before).OrderByDescending(s => s.Id).Take(count + 1).ToListAsync(cancellation),
            cancellation);
        var isLast = rows.Count <= count;
        if (!isLast) rows.RemoveAt(count);
        var sound = rows.FindAll(seal.Holds);
        await altered.ReportAsync([.. rows.Except(sound).Select(SessionSeal.AsAltered)]);
        return new(sound.ConvertAll(RecordOf), isLast ? null : rows[^1].Id);
    }

    public async ValueTask<bool> WasAcceptedAsync(
        Guid signInId, Guid subjectId, IReadOnlyList<string> policies, DateTimeOffset since, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            context => context.Sessions
                .Where(s => s.EndedAt >= since && s.SignInId == signInId && s.SubjectId == subjectId && s.Outcome == Accepted
                    && s.Purpose == SessionPurpose.Verify && policies.Contains(s.Policy))
                .OrderByDescending(s => s.EndedAt).Take(MostAttempts).ToListAsync(cancellation), cancellation);
        return rows.Exists(seal.Holds);   // one that was altered proves nothing
    }

    public async ValueTask<IReadOnlySet<Guid>> StandingAmongAsync(
        IReadOnlyCollection<Guid> sessionIds, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sessionIds);
        if (sessionIds.Count == 0) return new HashSet<Guid>();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sessionIds.Count, Limits.ListCount);
        return await database.ReadAsync(
            context => StandingSessions.Of(context, now).Where(s => sessionIds.Contains(s.Id)).Select(s => s.Id)
                .ToHashSetAsync(cancellation), cancellation);
    }

    public ValueTask<bool> TryClaimAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(
            sessionId,
            session => session.State == SessionState.Created && session.ExpiresAt > now,
            session => session.State = SessionState.Claimed,
            null, cancellation);

    public ValueTask<bool> TryGiveBackAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(
            sessionId,
            session => session.State == SessionState.Claimed && session.ExpiresAt > now,
            session => session.State = SessionState.Created,
            null, cancellation);

    public async ValueTask<bool> TryEndAsync(Guid sessionId, SessionEnding ending, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ending);
        if (ending.State is not (SessionState.Decided or SessionState.Ended))
            throw new ArgumentException($"A session does not end in state {ending.State}.", nameof(ending));
        Check.Name(ending.Outcome, Limits.Outcome);
        if (ending.Reasons.Count > Limits.Reasons)
            throw new ArgumentException($"{ending.Reasons.Count} reasons; at most {Limits.Reasons} are allowed.", nameof(ending));
        foreach (var reason in ending.Reasons) Check.Name(reason, Limits.Outcome);
        Check.Bytes(ending.Verdict, Limits.SessionTextBytes);
        Check.Bytes(ending.ScoresJson, Limits.SessionTextBytes);
        Check.Bytes(ending.TimelineJson, Limits.SessionTextBytes);

        var reasons = ending.Reasons.Count == 0 ? null : JsonSerializer.Serialize(ending.Reasons);
        return await ChangeAsync(
            sessionId,
            session => session.State < SessionState.Decided,
            session =>
            {
                (session.State, session.Outcome, session.Reasons) = (ending.State, ending.Outcome, reasons);
                session.SealedVerdict = ending.Verdict is { } verdict ? personal.Seal(PersonalKind.Verdict, sessionId, verdict) : null;
                if (ending.TimelineJson is { } timeline)
                    session.SealedTimeline = personal.Seal(PersonalKind.Timeline, sessionId, timeline);
                (session.ScoresJson, session.EndedAt) = (ending.ScoresJson, ending.At);
                session.SubjectId = ending.SubjectId ?? session.SubjectId;
            },
            ending.SubjectId, cancellation, ending.TakenBack);
    }

    public async ValueTask<int> EndAbandonedAsync(DateTimeOffset createdBefore, DateTimeOffset now, CancellationToken cancellation)
    {
        var (ended, after) = (0, Guid.Empty);
        while (true)
        {
            var (last, count, read) = await EndBatchAsync(createdBefore, now, after, cancellation);
            ended += count;
            if (read < Batch) return ended;
            after = last;
        }
    }

    async Task<(Guid Last, int Ended, int Read)> EndBatchAsync(
        DateTimeOffset createdBefore, DateTimeOffset now, Guid after, CancellationToken cancellation)
    {
        var forged = new List<AlteredRow>();
        var batch = await database.WriteAsync(async context =>
        {
            var rows = await context.Sessions.AsNoTracking()
                .Where(s => s.Id > after && ((s.State == SessionState.Claimed && s.CreatedAt < createdBefore)
                    || (s.State == SessionState.Created && s.ExpiresAt <= now)))
                .OrderBy(s => s.Id).Take(Batch).ToListAsync(cancellation);
            var ended = 0;
            foreach (var row in rows)
            {
                if (!seal.Holds(row)) forged.Add(SessionSeal.AsAltered(row));
                else if (await WriteAsync(context, row, End, null, cancellation)) ended++;
            }

            return (rows.Count > 0 ? rows[^1].Id : after, ended, rows.Count);
        }, cancellation);
        await altered.ReportAsync(forged);
        return batch;

        void End(SessionRow session)
        {
            session.Outcome = session.State == SessionState.Claimed ? Abandoned : Expired;
            (session.State, session.EndedAt) = (SessionState.Ended, now);
        }
    }

    /// <summary>Changes a session that holds and that <paramref name="may"/> be changed; false for any other.</summary>
    async ValueTask<bool> ChangeAsync(
        Guid sessionId, Func<SessionRow, bool> may, Action<SessionRow> change, Guid? named, CancellationToken cancellation,
        AttemptTicket? takenBack = null)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var row = await database.ReadAsync(
                context => context.Sessions.SingleOrDefaultAsync(s => s.Id == sessionId, cancellation), cancellation);
            if (row is null) return false;
            if (!seal.Holds(row))
            {
                await altered.ReportAsync([SessionSeal.AsAltered(row)]);
                return false;
            }

            if (!may(row)) return false;
            List<AttemptCount> counts = [];
            var isWritten = await database.WriteAsync(async context =>
            {
                if (!await WriteAsync(context, row, change, named, cancellation)) return false;
                if (takenBack is not null) counts = await attempts.TakeBackAsync(context, takenBack, cancellation);
                return true;
            }, cancellation);
            await attempts.ReportAsync(counts);
            if (isWritten) return true;
        }

        return false;
    }

    /// <summary>Writes a row that was read, changed, unless it is another by now or the subject that it is to name is gone.</summary>
    /// <remarks>
    /// One UPDATE with its condition inside: whoever changes the row has won, on any number of threads or processes. The authenticator
    /// stands for all that was read.
    /// </remarks>
    async Task<bool> WriteAsync(
        FaceAuthDbContext context, SessionRow row, Action<SessionRow> change, Guid? named, CancellationToken cancellation)
    {
        var (id, read) = (row.Id, row.Authenticator);
        if (named is { } held) await database.HoldSubjectsAsync(context, [held], cancellation, shared: true);
        change(row);
        var made = seal.Of(row);
        // who changed the password, or revoked the key, has been told that it is over
        var (signIn, key) = row.Outcome == Accepted ? (row.SignInId, row.KeyId) : (null, null);
        var now = row.EndedAt;
        var isWritten = await context.Sessions
            .Where(s => s.Id == id && s.Authenticator == read
                && (named == null || context.Subjects.Any(subject => subject.Id == named))   // no name comes back after its erasure
                && (signIn == null || context.SignIns.Any(one => one.Id == signIn && one.ExpiresAt > now))
                && (key == null || context.ApiKeys.Any(one => one.Id == key && (one.ExpiresAt == null || one.ExpiresAt > now))))
            .ExecuteUpdateAsync(set => set
                .SetProperty(s => s.State, row.State)
                .SetProperty(s => s.Outcome, row.Outcome)
                .SetProperty(s => s.Reasons, row.Reasons)
                .SetProperty(s => s.SealedVerdict, row.SealedVerdict)
                .SetProperty(s => s.SubjectId, row.SubjectId)
                .SetProperty(s => s.ScoresJson, row.ScoresJson)
                .SetProperty(s => s.SealedTimeline, row.SealedTimeline)
                .SetProperty(s => s.EndedAt, row.EndedAt)
                .SetProperty(s => s.Authenticator, made), cancellation) == 1;
        if (isWritten && row is { Outcome: Accepted, EndedAt: { } at } && named is { } used)
            await MarkUsedAsync(context, used, at, cancellation);
        if (isWritten && row.State >= SessionState.Decided)
            await context.SessionPlaces.Where(p => p.SessionId == id).ExecuteDeleteAsync(cancellation);   // no node runs it any more
        if (isWritten && row.State >= SessionState.Decided) await events.SessionEndedAsync(context, row, cancellation);
        return isWritten;
    }

    /// <summary>Each condition stands only where it bounds something, so that the index on owner or subject can be used.</summary>
    static IQueryable<SessionRow> Which(IQueryable<SessionRow> sessions, SessionFilter filter, Guid? before)
    {
        if (before is { } last) sessions = sessions.Where(s => s.Id < last);
        if (filter.Owner is { } owner) sessions = sessions.Where(s => s.Owner == owner);
        if (filter.SubjectId is { } subject) sessions = sessions.Where(s => s.SubjectId == subject);
        if (filter.Purpose is { } purpose) sessions = sessions.Where(s => s.Purpose == purpose);
        if (filter.State is { } state) sessions = sessions.Where(s => s.State == state);
        if (filter.Outcome is { } outcome) sessions = sessions.Where(s => s.Outcome == outcome);
        if (filter.Policy is { } policy) sessions = sessions.Where(s => s.Policy == policy);
        if (filter.From is { } from) sessions = sessions.Where(s => s.CreatedAt >= from);
        if (filter.To is { } to) sessions = sessions.Where(s => s.CreatedAt < to);
        return sessions;
    }

    /// <summary>Without what is sealed and without scores.</summary>
    static SessionRecord RecordOf(SessionRow row) => new(
        row.Id, row.Owner, row.Purpose, row.SubjectId, row.Nonce, row.Policy, row.State, row.CreatedAt, row.ExpiresAt, row.EndedAt,
        row.Outcome, row.Reasons is null ? [] : JsonSerializer.Deserialize<string[]>(row.Reasons) ?? [], GroupId: row.GroupId)
    {
        SignInId = row.SignInId,
        KeyId = row.KeyId,
    };

    /// <summary>To the day, so that a subject that is verified all the time is not written all the time.</summary>
    static Task<int> MarkUsedAsync(FaceAuthDbContext context, Guid subjectId, DateTimeOffset at, CancellationToken cancellation)
    {
        var yesterday = at.AddDays(-1);
        return context.Subjects.Where(s => s.Id == subjectId && (s.LastUsedAt == null || s.LastUsedAt < yesterday))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, (DateTimeOffset?)at), cancellation);
    }
}
