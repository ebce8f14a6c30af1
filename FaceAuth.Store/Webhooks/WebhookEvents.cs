using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Webhooks;

/// <summary>Queues events in the transaction of the change that they tell of: none is lost, and none tells what did not happen.</summary>
/// <remarks>Where an endpoint has as many waiting as it may, the new one is dropped and counted. Safe from many threads.</remarks>
internal sealed class WebhookEvents(WebhookSeal seal, StoreMetrics metrics, IOptions<StoreOptions> options, TimeProvider clock)
{
    /// <summary>A session's outcome that says that its subject must be enrolled anew.</summary>
    const string RenewalOutcome = "enroll_again";

    const string PartyOwner = "rp:";

    /// <summary>A session ended, in this transaction.</summary>
    public async Task SessionEndedAsync(FaceAuthDbContext context, SessionRow session, CancellationToken cancellation)
    {
        var isRenewal = session is { Outcome: RenewalOutcome, SubjectId: not null };
        await AddAsync(context, session.Owner, WebhookEventTypes.SessionFinished, () => WebhookBody.OfSession(session), cancellation);
        if (isRenewal)
            await AddAsync(context, session.Owner, WebhookEventTypes.SubjectRenewal, () => WebhookBody.OfRenewal(session), cancellation);
    }

    /// <summary>A review was closed, in this transaction.</summary>
    public Task ReviewedAsync(FaceAuthDbContext context, string owner, ReviewRow review, CancellationToken cancellation) =>
        AddAsync(context, owner, WebhookEventTypes.SessionReviewed, () => WebhookBody.OfReview(review), cancellation);

    /// <summary>A subject was enrolled, in this transaction.</summary>
    public Task EnrolledAsync(
        FaceAuthDbContext context, string owner, Guid subject, string model, int templates, CancellationToken cancellation) =>
        AddAsync(
            context, owner, WebhookEventTypes.SubjectEnrolled,
            () => WebhookBody.OfEnrolment(subject, model, templates, clock.GetUtcNow()), cancellation);

    /// <summary>A subject was erased, in this transaction.</summary>
    public Task ErasedAsync(FaceAuthDbContext context, string owner, Guid subject, bool isUnused, CancellationToken cancellation) =>
        AddAsync(
            context, owner, WebhookEventTypes.SubjectErased, () => WebhookBody.OfErasure(subject, isUnused, clock.GetUtcNow()),
            cancellation);

    /// <summary>Queues one delivery; null where as many wait as may.</summary>
    public async Task<WebhookDeliveryRow?> QueueAsync(
        FaceAuthDbContext context, Guid webhook, Guid eventId, string type, string body, CancellationToken cancellation)
    {
        var waiting = await context.WebhookDeliveries
            .Where(d => d.WebhookId == webhook && d.State == WebhookDeliveryState.Waiting).CountAsync(cancellation);
        if (waiting >= options.Value.WebhookQueue)
        {
            metrics.WebhookDropped();
            await context.Webhooks.Where(w => w.Id == webhook)
                .ExecuteUpdateAsync(set => set.SetProperty(w => w.Dropped, w => w.Dropped + 1), cancellation);
            return null;
        }

        var now = clock.GetUtcNow();
        var row = new WebhookDeliveryRow
        {
            Id = Guid.CreateVersion7(now),
            WebhookId = webhook,
            EventId = eventId,
            Type = type,
            CreatedAt = now,
            NextAt = now,
        };
        row.SealedBody = seal.Seal(row, body);
        context.WebhookDeliveries.Add(row);
        await context.SaveChangesAsync(cancellation);
        return row;
    }

    async Task AddAsync(FaceAuthDbContext context, string owner, string type, Func<string> write, CancellationToken cancellation)
    {
        // a user has no endpoints
        if (!owner.StartsWith(PartyOwner, StringComparison.Ordinal)) return;
        var webhooks = await context.Webhooks.AsNoTracking().Where(w => w.Owner == owner && w.State == WebhookState.Enabled)
            .OrderBy(w => w.Id).ToListAsync(cancellation);
        // what was altered is reported where it is looked at
        var told = webhooks.FindAll(row => seal.TryOpen(row) is { } terms && terms.IsFor(type));
        if (told.Count == 0) return;
        var (eventId, body) = (Guid.CreateVersion7(clock.GetUtcNow()), write());
        foreach (var webhook in told) await QueueAsync(context, webhook.Id, eventId, type, body, cancellation);
    }
}
