using System.Text.Json;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Webhooks;

/// <inheritdoc/>
internal sealed class WebhookOutbox(
    StoreDatabase database, WebhookSeal seal, AuditWriter audit, AlteredRows altered, StoreMetrics metrics, TimeProvider clock)
    : IWebhookOutbox
{
    /// <summary>Ended deliveries of one endpoint that are kept.</summary>
    internal const int Kept = 1000;

    /// <summary>Attempts of one delivery that are kept.</summary>
    const int KeptAttempts = 16;

    // rows of one transaction
    const int Batch = 500;

    public async ValueTask<IReadOnlyList<WebhookDue>> DueAsync(
        int count, IReadOnlyCollection<Guid> busy, IReadOnlyCollection<string> busyOwners, bool withFailing,
        CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        var now = clock.GetUtcNow();
        return await database.ReadAsync(
            context => context.WebhookDeliveries
                .Where(d => d.State == WebhookDeliveryState.Waiting && d.NextAt <= now && d.Webhook!.State == WebhookState.Enabled
                    && !busy.Contains(d.WebhookId) && !busyOwners.Contains(d.Webhook.Owner)
                    && (withFailing || d.Webhook.FailingSince == null))
                .OrderBy(d => d.NextAt).Take(count)
                .Select(d => new WebhookDue(d.Id, d.WebhookId, d.Webhook!.FailingSince != null, d.Version, d.Webhook.Owner))
                .ToListAsync(cancellation), cancellation);
    }

    public async ValueTask<WebhookLease?> TryTakeAsync(WebhookDue due, TimeSpan lease, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(due);
        var taken = await database.WriteAsync(async context =>
        {
            var now = clock.GetUtcNow();
            if (await StopKeylessAsync(context, due.Owner, now, cancellation)) return null;
            var until = now + lease;
            // one UPDATE with its condition inside: whoever changes the row has won, on any number of threads or nodes
            var isMine = await context.WebhookDeliveries
                .Where(d => d.Id == due.Id && d.Version == due.Version && d.State == WebhookDeliveryState.Waiting
                    && d.Webhook!.State == WebhookState.Enabled)   // it may have been turned off since it was seen to be due
                .ExecuteUpdateAsync(
                    set => set.SetProperty(d => d.Version, due.Version + 1).SetProperty(d => d.Tries, d => d.Tries + 1)
                        .SetProperty(d => d.NextAt, (DateTimeOffset?)until), cancellation) == 1;
            return isMine ? await context.WebhookDeliveries.AsNoTracking().Include(d => d.Webhook)
                .SingleOrDefaultAsync(d => d.Id == due.Id, cancellation) : null;
        }, cancellation);
        if (taken is null) return null;
        var (body, terms) = (seal.TryOpen(taken), seal.TryOpen(taken.Webhook!));
        if (body is not null && terms is not null)
            return new(
                taken.Id, taken.WebhookId, taken.Version, taken.Tries, taken.EventId, terms.Url, body, terms.SecretsAt(clock.GetUtcNow()));
        await RefuseAsync(taken, terms is null ? WebhookSeal.AsAltered(taken.Webhook!) : WebhookSeal.AsAltered(taken), cancellation);
        return null;
    }

    public async ValueTask<bool> CompleteAsync(WebhookLease lease, WebhookResult result, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(result);
        return await database.WriteAsync(async context =>
        {
            var row = await context.WebhookDeliveries.SingleOrDefaultAsync(
                d => d.Id == lease.Id && d.Version == lease.Version && d.State == WebhookDeliveryState.Waiting, cancellation);
            if (row is null) return false;
            var now = clock.GetUtcNow();
            row.Attempts = JsonSerializer.Serialize(
                [.. WebhookStore.AttemptsOf(row).Append(result.Attempt).TakeLast(KeptAttempts)], WebhookJson.Default.ListWebhookAttempt);
            (row.State, row.NextAt) = (result.State, result.NextAt);
            if (result.State != WebhookDeliveryState.Waiting) row.EndedAt = now;
            row.Version++;
            await context.SaveChangesAsync(cancellation);
            await HeardOfAsync(context, lease, result, now, cancellation);
            return true;
        }, cancellation);
    }

    public async ValueTask ReleaseAsync(WebhookLease lease, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var now = clock.GetUtcNow();
        await database.UpdateAsync(
            context => context.WebhookDeliveries
                .Where(d => d.Id == lease.Id && d.Version == lease.Version && d.State == WebhookDeliveryState.Waiting)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(d => d.NextAt, (DateTimeOffset?)now).SetProperty(d => d.Tries, d => d.Tries - 1)
                        .SetProperty(d => d.Version, d => d.Version + 1), cancellation), cancellation);
    }

    public async ValueTask<int> TrimAsync(Guid webhook, CancellationToken cancellation)
    {
        var gone = await database.ReadAsync(
            context => Ended(context, webhook).OrderByDescending(d => d.EndedAt).ThenByDescending(d => d.Id).Skip(Kept).Take(Batch)
                .Select(d => d.Id).ToListAsync(cancellation), cancellation);
        if (gone.Count == 0) return 0;
        return await database.WriteAsync(
            context => Ended(context, webhook).Where(d => gone.Contains(d.Id)).ExecuteDeleteAsync(cancellation), cancellation);
    }

    static IQueryable<WebhookDeliveryRow> Ended(FaceAuthDbContext context, Guid webhook) =>
        context.WebhookDeliveries.Where(d => d.WebhookId == webhook && d.State != WebhookDeliveryState.Waiting);

    /// <summary>How the endpoint stands after an attempt; what it is turned off for, and what was given up, is audited.</summary>
    async Task HeardOfAsync(
        FaceAuthDbContext context, WebhookLease lease, WebhookResult result, DateTimeOffset now, CancellationToken cancellation)
    {
        var mine = context.Webhooks.Where(w => w.Id == lease.WebhookId);
        if (result.State == WebhookDeliveryState.Delivered)
        {
            await mine.Where(w => w.FailingSince != null)
                .ExecuteUpdateAsync(set => set.SetProperty(w => w.FailingSince, (DateTimeOffset?)null), cancellation);
            return;
        }

        await mine.Where(w => w.FailingSince == null)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.FailingSince, (DateTimeOffset?)result.Attempt.At), cancellation);
        var entries = new List<AuditEntry>();
        if (result.State == WebhookDeliveryState.Failed && !result.IsGone)
            entries.Add(Entry("webhook.given_up", now, new { webhook = lease.WebhookId, delivery = lease.Id }));
        var since = now - result.DisableAfter;
        var isOff = result.IsGone
            ? await TurnOffAsync(mine, WebhookState.Gone, cancellation)
            : await TurnOffAsync(mine.Where(w => w.FailingSince <= since), WebhookState.Failed, cancellation);
        if (isOff)
        {
            metrics.WebhookDisabled();
            entries.Add(Disabled(lease.WebhookId, result.IsGone ? "gone" : "failing", now));
        }

        await audit.AppendAsync(context, entries, cancellation);
    }

    static async Task<bool> TurnOffAsync(IQueryable<WebhookRow> which, WebhookState state, CancellationToken cancellation) =>
        await which.Where(w => w.State == WebhookState.Enabled)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.State, state), cancellation) == 1;

    /// <summary>Where every key of its owner has run out nothing is sent any more: whoever made it can neither see nor end it.</summary>
    async Task<bool> StopKeylessAsync(FaceAuthDbContext context, string owner, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await KeylessParties.FindAsync(context, owner, cancellation) is not { } party) return false;
        var stopped = await KeylessParties.StopAsync(context, party, now, cancellation);
        await audit.AppendAsync(context, stopped.Select(id => Disabled(id, "no_key", now)), cancellation);
        foreach (var _ in stopped) metrics.WebhookDisabled();
        return stopped.Count > 0;
    }

    /// <summary>What the audit says of a webhook that the server turned off.</summary>
    public static AuditEntry Disabled(Guid webhook, string why, DateTimeOffset at) => Entry("webhook.disabled", at, new { webhook, why });

    static AuditEntry Entry(string action, DateTimeOffset at, object details) =>
        new(at, action, "system", Details: JsonSerializer.Serialize(details));

    async Task RefuseAsync(WebhookDeliveryRow row, AlteredRow found, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await database.UpdateAsync(
            context => context.WebhookDeliveries.Where(d => d.Id == row.Id).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.State, WebhookDeliveryState.Failed).SetProperty(d => d.NextAt, (DateTimeOffset?)null)
                    .SetProperty(d => d.EndedAt, (DateTimeOffset?)now), cancellation), cancellation);
        await altered.ReportAsync([found]);
    }
}
