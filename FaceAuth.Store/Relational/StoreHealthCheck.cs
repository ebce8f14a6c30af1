using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Store.Relational;

/// <summary>Healthy while the database answers and can be written; degraded while there are rows that were altered from outside.</summary>
internal sealed class StoreHealthCheck(
    StoreDatabase database, WriteHealth writes, IEnumerable<IHealthNotice> notices, TimeProvider clock)
    : IHealthCheck
{
    /// <summary>How long an altered session or audit entry is told of: nothing mends it, and the audit names it for good.</summary>
    static readonly TimeSpan ToldFor = TimeSpan.FromDays(30);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            if (writes.TryBeginTrial())
            {
                await database.TryRoomAsync(cancellationToken);
                writes.HandleRoom();
            }

            return await database.ReadOnceAsync(async store =>
            {
                if (!await store.Info.AnyAsync(cancellationToken)) return HealthCheckResult.Unhealthy("The store is not initialised.");
                foreach (var notice in notices)
                    if (notice.Problem() is { } problem) return HealthCheckResult.Unhealthy(problem);
                var words = notices.Select(notice => notice.Words()).Prepend(await AlteredAsync(store, cancellationToken))
                    .Where(text => text is not null).ToList();
                return words.Count > 0 ? HealthCheckResult.Degraded(string.Join(' ', words)) : HealthCheckResult.Healthy();
            }, cancellationToken);
        }
        catch (StoreFullException full)
        {
            return HealthCheckResult.Unhealthy(full.Standing);   // each is logged: no stack beside it
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(fault.Message, fault);
        }
    }

    async Task<string?> AlteredAsync(FaceAuthDbContext store, CancellationToken cancellation)
    {
        var since = clock.GetUtcNow() - ToldFor;
        // what is no longer there needs nobody to enrol again
        var templates = store.AlteredRows.Where(a => a.Kind == RowKind.Template && store.Templates.Any(t => t.Id == a.RowId));
        var found = await store.AlteredRows.Where(a => a.Kind != RowKind.Template && a.FoundAt >= since).Concat(templates)
            .GroupBy(a => a.Kind).Select(rows => new { Kind = rows.Key, Count = rows.Count() }).ToListAsync(cancellation);
        if (found.Count == 0) return null;
        var subjects = await templates.Select(a => a.SubjectId).Distinct().CountAsync(cancellation);
        int Of(RowKind kind) => found.Find(rows => rows.Kind == kind)?.Count ?? 0;
        return $"Altered in the database from outside, and not used: {Of(RowKind.Template)} templates of {subjects} subjects, " +
            $"{Of(RowKind.Session)} sessions, {Of(RowKind.Audit)} audit entries, {Of(RowKind.GroupMember)} group members, " +
            $"{Of(RowKind.Subject)} names of subjects, {Of(RowKind.Account)} accounts, {Of(RowKind.Passkey)} passkeys, " +
            $"{Of(RowKind.JobRun)} runs of jobs, {Of(RowKind.Webhook)} webhooks, {Of(RowKind.WebhookDelivery)} deliveries, " +
            $"{Of(RowKind.FaceAttempt)} counts of attempts, {Of(RowKind.ApiKey)} API keys, {Of(RowKind.Consent)} consents, " +
            $"{Of(RowKind.SignIn)} sign-ins, {Of(RowKind.Review)} reviews, {Of(RowKind.Course)} courses of sessions, " +
            $"{Of(RowKind.ReviewPicture)} pictures, " +
            $"{Of(RowKind.AccountFace)} accounts' records of their faces. The audit " +
            "names them (store.row_altered). Find out who can write to the database; have those subjects enrol again, or erase them." +
            (Of(RowKind.AuditNode) is 0 ? "" : $" An audit chain was altered {Of(RowKind.AuditNode)} times: run faceauth audit verify.") +
            (Of(RowKind.AuditPoint) is 0 ? "" : $" What says how far the audit was checked was altered {Of(RowKind.AuditPoint)} times.");
    }
}
