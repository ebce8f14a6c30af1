using System.Text.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Sessions;

/// <inheritdoc/>
internal sealed class SessionStore(StoreDatabase database) : ISessionStore
{
    const string Expired = "expired";
    const string Abandoned = "abandoned";

    public async ValueTask CreateAsync(SessionRecord session, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        Check.Name(session.Owner, Limits.Owner);
        Check.Name(session.Nonce, Limits.NonceMax, Limits.NonceMin);
        Check.Name(session.Policy, Limits.Policy);
        if (session.State != SessionState.Created) throw new ArgumentException("A new session is in state Created.", nameof(session));

        await database.UpdateAsync(async context =>
        {
            context.Sessions.Add(new()
            {
                Id = session.Id,
                Owner = session.Owner,
                Purpose = session.Purpose,
                SubjectId = session.SubjectId,
                Nonce = session.Nonce,
                Policy = session.Policy,
                CreatedAt = session.CreatedAt,
                ExpiresAt = session.ExpiresAt,
            });
            return await context.SaveChangesAsync(cancellation);
        }, cancellation);
    }

    public async ValueTask<SessionRecord?> FindAsync(Guid sessionId, CancellationToken cancellation)
    {
        var row = await database.ReadAsync(
            context => context.Sessions.SingleOrDefaultAsync(s => s.Id == sessionId, cancellation), cancellation);
        return row is null ? null : new(
            row.Id, row.Owner, row.Purpose, row.SubjectId, row.Nonce, row.Policy, row.State, row.CreatedAt, row.ExpiresAt, row.EndedAt,
            row.Outcome, row.Reasons is null ? [] : JsonSerializer.Deserialize<string[]>(row.Reasons) ?? [], row.Verdict, row.ScoresJson);
    }

    // one UPDATE with its condition inside: whoever changes the row has won, on any number of threads or processes
    public async ValueTask<bool> TryClaimAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellation) =>
        await database.UpdateAsync(context => context.Sessions
            .Where(s => s.Id == sessionId && s.State == SessionState.Created && s.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SessionState.Claimed), cancellation), cancellation) == 1;

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

        var named = ending.SubjectId;
        var reasons = ending.Reasons.Count == 0 ? null : JsonSerializer.Serialize(ending.Reasons);
        return await database.UpdateAsync(async context =>
        {
            if (named is { } held) await database.HoldSubjectsAsync(context, [held], cancellation, shared: true);
            return await context.Sessions
                .Where(s => s.Id == sessionId && s.State < SessionState.Decided
                    && (named == null || context.Subjects.Any(subject => subject.Id == named)))   // no name comes back after its erasure
                .ExecuteUpdateAsync(set => set
                    .SetProperty(s => s.State, ending.State)
                    .SetProperty(s => s.Outcome, ending.Outcome)
                    .SetProperty(s => s.Reasons, reasons)
                    .SetProperty(s => s.Verdict, ending.Verdict)
                    .SetProperty(s => s.SubjectId, s => named ?? s.SubjectId)
                    .SetProperty(s => s.ScoresJson, ending.ScoresJson)
                    .SetProperty(s => s.EndedAt, ending.At), cancellation);
        }, cancellation) == 1;
    }

    public async ValueTask<int> EndAbandonedAsync(DateTimeOffset createdBefore, DateTimeOffset now, CancellationToken cancellation) =>
        await database.UpdateAsync(context => context.Sessions
            .Where(s => (s.State == SessionState.Claimed && s.CreatedAt < createdBefore)
                || (s.State == SessionState.Created && s.ExpiresAt <= now))
            .ExecuteUpdateAsync(set => set
                .SetProperty(s => s.Outcome, s => s.State == SessionState.Claimed ? Abandoned : Expired)
                .SetProperty(s => s.State, SessionState.Ended)
                .SetProperty(s => s.EndedAt, now), cancellation), cancellation);
}
