using System.Text.Json;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Webhooks;

/// <summary>What is done to webhooks, by their owner over the API and by the staff in the console, with an entry in the audit.</summary>
internal sealed class WebhookDesk(IWebhookStore webhooks, WebhookAddresses addresses, IAuditLog audit, TimeProvider time)
{
    /// <summary>Whether these are events that a webhook can be for.</summary>
    public static bool AreEvents(IReadOnlyList<string> events) => events.All(type => WebhookEventTypes.All.Contains(type));

    /// <summary>Makes one; its secret is shown by whoever asked, and never again.</summary>
    /// <param name="owner">Whose it will be.</param>
    /// <param name="url">Where events are sent.</param>
    /// <param name="events">Which; null for all.</param>
    /// <param name="actor">Who makes it, for the audit.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Outcome<WebhookSecret>> CreateAsync(
        string owner, string? url, IReadOnlyList<string>? events, string actor, CancellationToken cancellation)
    {
        if (addresses.FaultOf(url) is { } fault) return fault;
        if (events is not null && (events.Count == 0 || !AreEvents(events))) return Refusals.BadWebhookEvents;
        try
        {
            var made = await webhooks.CreateAsync(owner, url!, events, cancellation);
            await AuditAsync("webhook.made", actor, made.Webhook.Id);
            return made;
        }
        catch (InvalidOperationException)
        {
            return Refusals.TooManyWebhooks;
        }
    }

    /// <summary>Changes one.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="id">The webhook.</param>
    /// <param name="change">What is to be another.</param>
    /// <param name="actor">Who changes it, for the audit.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Outcome<Webhook>> ChangeAsync(
        string owner, Guid id, WebhookChange change, string actor, CancellationToken cancellation)
    {
        if (change.Url is not null && addresses.FaultOf(change.Url) is { } fault) return fault;
        if (change.Events is { } events && !AreEvents(events)) return Refusals.BadWebhookEvents;
        if (await webhooks.ChangeAsync(owner, id, change, cancellation) is not { } changed) return Refusals.WebhookUnknown;
        await AuditAsync("webhook.changed", actor, id);
        return changed;
    }

    /// <summary>Deletes one with what waits for it; null where it is done.</summary>
    public async Task<Refusal?> DeleteAsync(string owner, Guid id, string actor, CancellationToken cancellation)
    {
        if (!await webhooks.DeleteAsync(owner, id, cancellation)) return Refusals.WebhookUnknown;
        await AuditAsync("webhook.deleted", actor, id);
        return null;
    }

    /// <summary>Sends one an event that tries it.</summary>
    public async Task<Outcome<WebhookDelivery>> TestAsync(string owner, Guid id, string actor, CancellationToken cancellation)
    {
        if (await webhooks.TestAsync(owner, id, cancellation) is not { } queued)
            return await webhooks.FindAsync(owner, id, cancellation) is null ? Refusals.WebhookUnknown : Refusals.WebhookOff;
        await AuditAsync("webhook.test", actor, id);
        return queued;
    }

    /// <summary>Sends an event again.</summary>
    public async Task<Outcome<WebhookDelivery>> RedeliverAsync(
        string owner, Guid id, Guid delivery, string actor, CancellationToken cancellation)
    {
        if (await webhooks.RedeliverAsync(owner, id, delivery, cancellation) is not { } queued) return Refusals.DeliveryUnknown;
        await AuditAsync("webhook.redelivered", actor, id);
        return queued;
    }

    /// <summary>Writes down what was done.</summary>
    public ValueTask AuditAsync(string action, string actor, Guid webhook) =>
        // done by now: a caller that hangs up must not keep it out of the audit
        audit.AppendAsync(
            new AuditEntry(time.GetUtcNow(), action, actor, Details: JsonSerializer.Serialize(new { webhook }))
            {
                Origin = ClientOrigin.Current,
            }, CancellationToken.None);
}
