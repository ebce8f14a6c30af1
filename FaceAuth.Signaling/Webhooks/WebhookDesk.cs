using System.Text.Json;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Webhooks;

/// <summary>Changes and deletes webhooks, for their owner over the API and for the staff in the console; both are audited.</summary>
internal sealed class WebhookDesk(IWebhookStore webhooks, WebhookAddresses addresses, IAuditLog audit, TimeProvider time)
{
    /// <summary>Whether these are events that a webhook can be for.</summary>
    public static bool AreEvents(IReadOnlyList<string> events) => events.All(type => WebhookEventTypes.All.Contains(type));

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
    public async Task<Outcome<WebhookDelivery>> TestAsync(string owner, Guid id, CancellationToken cancellation)
    {
        if (await webhooks.TestAsync(owner, id, cancellation) is { } queued) return queued;
        return await webhooks.FindAsync(owner, id, cancellation) is null ? Refusals.WebhookUnknown : Refusals.WebhookOff;
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
