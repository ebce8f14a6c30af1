using System.Security.Cryptography;
using System.Text.Json;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Webhooks;

/// <inheritdoc/>
internal sealed class WebhookStore(
    StoreDatabase database, WebhookSeal seal, WebhookEvents events, AlteredRows altered, TimeProvider clock) : IWebhookStore
{
    // of the specification: 24 to 64
    const int SecretBytes = 32;
    const string SecretMark = "whsec_";

    public async ValueTask<WebhookSecret> CreateAsync(
        string owner, string url, IReadOnlyList<string>? events, CancellationToken cancellation)
    {
        Check.Name(owner, Limits.Owner);
        Check.Name(url, Limits.Url);
        CheckEvents(events);
        var secret = NewSecret();
        return await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, "webhooks:" + owner, cancellation);
            if (await context.Webhooks.CountAsync(w => w.Owner == owner, cancellation) >= Limits.WebhooksPerOwner)
                throw new InvalidOperationException($"There are {Limits.WebhooksPerOwner} webhooks. Delete one before making another.");
            var now = clock.GetUtcNow();
            var row = new WebhookRow { Id = Guid.CreateVersion7(now), Owner = owner, CreatedAt = now };
            var terms = new WebhookTerms(url, Sorted(events), secret);
            row.SealedTerms = seal.Seal(row.Id, owner, terms);
            context.Webhooks.Add(row);
            await context.SaveChangesAsync(cancellation);
            return new WebhookSecret(ViewOf(row, terms), secret);
        }, cancellation);
    }

    public async ValueTask<IReadOnlyList<Webhook>> ListAsync(string owner, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            context => context.Webhooks.Where(w => w.Owner == owner).OrderBy(w => w.Id).Take(Limits.WebhooksPerOwner)
                .ToListAsync(cancellation), cancellation);
        var forged = rows.FindAll(row => seal.TryOpen(row) is null);
        await altered.ReportAsync(forged.ConvertAll(WebhookSeal.AsAltered));
        return [.. rows.Except(forged).Select(row => ViewOf(row, seal.TryOpen(row)!))];
    }

    public async ValueTask<Webhook?> FindAsync(string owner, Guid id, CancellationToken cancellation) =>
        (await ListAsync(owner, cancellation)).FirstOrDefault(webhook => webhook.Id == id);

    public async ValueTask<Webhook?> ChangeAsync(string owner, Guid id, WebhookChange change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.Url is { } url) Check.Name(url, Limits.Url);
        if (change.Events is { Count: > 0 }) CheckEvents(change.Events);
        return await ChangeAsync(owner, id, (row, terms) =>
        {
            if (change.IsEnabled is { } isEnabled)
                (row.State, row.FailingSince) = (isEnabled ? WebhookState.Enabled : WebhookState.Disabled, null);
            return terms with
            {
                Url = change.Url ?? terms.Url,
                Events = change.Events is null ? terms.Events : change.Events.Count == 0 ? null : Sorted(change.Events),
            };
        }, cancellation);
    }

    public async ValueTask<bool> DeleteAsync(string owner, Guid id, CancellationToken cancellation) =>
        await database.WriteAsync(
            context => context.Webhooks.Where(w => w.Id == id && w.Owner == owner).ExecuteDeleteAsync(cancellation), cancellation) == 1;

    public async ValueTask<WebhookSecret?> RotateSecretAsync(
        string owner, Guid id, TimeSpan overlap, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(overlap.Ticks, nameof(overlap));
        var secret = NewSecret();
        var changed = await ChangeAsync(owner, id, (_, terms) => overlap == TimeSpan.Zero
            ? terms with { Secret = secret, OldSecret = null, OldSecretUntil = null }
            : terms with { Secret = secret, OldSecret = terms.Secret, OldSecretUntil = clock.GetUtcNow() + overlap }, cancellation);
        return changed is null ? null : new(changed, secret);
    }

    public async ValueTask<WebhookDelivery?> TestAsync(string owner, Guid id, CancellationToken cancellation) =>
        await database.WriteAsync(async context =>
        {
            if (!await context.Webhooks.AnyAsync(w => w.Id == id && w.Owner == owner && w.State == WebhookState.Enabled, cancellation))
                return null;
            var now = clock.GetUtcNow();
            var queued = await events.QueueAsync(
                context, id, Guid.CreateVersion7(now), WebhookEventTypes.Test, WebhookBody.OfTest(id, now), cancellation);
            return queued is null ? null : ViewOf(queued);
        }, cancellation);

    public async ValueTask<IReadOnlyList<WebhookDelivery>?> DeliveriesAsync(
        string owner, Guid id, Guid? before, int count, CancellationToken cancellation, WebhookDeliveryState? state = null)
    {
        Check.Count(count, Limits.ListCount);
        var isThere = await database.ReadAsync(
            context => context.Webhooks.AnyAsync(w => w.Id == id && w.Owner == owner, cancellation), cancellation);
        if (!isThere) return null;
        var rows = await database.ReadAsync(context =>
        {
            var mine = context.WebhookDeliveries.Where(d => d.WebhookId == id);
            if (before is { } last) mine = mine.Where(d => d.Id < last);
            if (state is { } wanted) mine = mine.Where(d => d.State == wanted);
            return mine.OrderByDescending(d => d.Id).Take(count).ToListAsync(cancellation);
        }, cancellation);
        return rows.ConvertAll(ViewOf);
    }

    public async ValueTask<WebhookDelivery?> FindDeliveryAsync(string owner, Guid id, Guid delivery, CancellationToken cancellation)
    {
        var row = await database.ReadAsync(
            context => context.WebhookDeliveries
                .SingleOrDefaultAsync(d => d.Id == delivery && d.WebhookId == id && d.Webhook!.Owner == owner, cancellation), cancellation);
        return row is null ? null : ViewOf(row);
    }

    public async ValueTask<WebhookDelivery?> RedeliverAsync(string owner, Guid id, Guid delivery, CancellationToken cancellation) =>
        await database.WriteAsync(async context =>
        {
            var row = await context.WebhookDeliveries
                .SingleOrDefaultAsync(d => d.Id == delivery && d.WebhookId == id && d.Webhook!.Owner == owner, cancellation);
            if (row is null) return null;
            (row.State, row.NextAt, row.EndedAt, row.Tries) = (WebhookDeliveryState.Waiting, clock.GetUtcNow(), null, 0);
            row.Version++;   // whoever has it now has it no longer
            await context.SaveChangesAsync(cancellation);
            return ViewOf(row);
        }, cancellation);

    async Task<Webhook?> ChangeAsync(
        string owner, Guid id, Func<WebhookRow, WebhookTerms, WebhookTerms> change, CancellationToken cancellation)
    {
        var (changed, forged) = await database.WriteAsync<(Webhook?, WebhookRow?)>(async context =>
        {
            await database.HoldAsync(context, "webhooks:" + owner, cancellation);
            var row = await context.Webhooks.SingleOrDefaultAsync(w => w.Id == id && w.Owner == owner, cancellation);
            if (row is null) return default;
            if (seal.TryOpen(row) is not { } terms) return (null, row);
            var made = change(row, terms);
            row.SealedTerms = seal.Seal(id, owner, made);
            await context.SaveChangesAsync(cancellation);
            return (ViewOf(row, made), null);
        }, cancellation);
        if (forged is not null) await altered.ReportAsync([WebhookSeal.AsAltered(forged)]);
        return changed;
    }

    static void CheckEvents(IReadOnlyList<string>? events)
    {
        if (events is not null && (events.Count == 0 || events.Any(type => !WebhookEventTypes.All.Contains(type))))
            throw new ArgumentException($"Events are some of {string.Join(", ", WebhookEventTypes.All)}.", nameof(events));
    }

    static List<string>? Sorted(IReadOnlyList<string>? events) =>
        events is null ? null : [.. events.Distinct().Order(StringComparer.Ordinal)];

    static string NewSecret()
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(secret);
        var text = SecretMark + Convert.ToBase64String(secret);
        CryptographicOperations.ZeroMemory(secret);
        return text;
    }

    Webhook ViewOf(WebhookRow row, WebhookTerms terms) => new(
        row.Id, row.Owner, terms.Url, terms.Events, row.State, row.CreatedAt,
        terms.OldSecretUntil > clock.GetUtcNow() ? terms.OldSecretUntil : null, row.FailingSince, row.Dropped);

    static WebhookDelivery ViewOf(WebhookDeliveryRow row) => new(
        row.Id, row.EventId, row.Type, row.CreatedAt, row.State, row.NextAt, row.EndedAt, AttemptsOf(row));

    /// <summary>What was written there from outside is no log.</summary>
    internal static List<WebhookAttempt> AttemptsOf(WebhookDeliveryRow row)
    {
        try
        {
            return row.Attempts is null ? [] : JsonSerializer.Deserialize(row.Attempts, WebhookJson.Default.ListWebhookAttempt) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
