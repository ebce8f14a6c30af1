using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Webhooks;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>What a webhook was told and what became of it: list, look, send again.</summary>
internal static class DeliveriesApi
{
    const string StateNames = "waiting delivered failed";
    const string ErrorNames = "timeout name_unknown connection_failed tls_failed address_refused bad_answer";

    /// <summary>One attempt.</summary>
    internal sealed record AttemptView(
        [Field("When it began.")] DateTimeOffset At,
        [Field("The HTTP status that came; absent where none did.")] int? Status,
        [Field("Why none came.", OneOf = ErrorNames)] string? Error,
        [Field("How long it took.", Least = 0)] int Milliseconds);

    /// <summary>One event for one webhook.</summary>
    internal sealed record View(
        [Field("Its id.")] Guid Id,
        [Field("The event's, as in the header webhook-id.")] string Event,
        [Field("What happened.")] string Type,
        [Field("How far it is.", OneOf = StateNames)] string State,
        [Field("When it was queued.")] DateTimeOffset CreatedAt,
        [Field("When it is tried next.")] DateTimeOffset? NextAt,
        [Field("When it was over.")] DateTimeOffset? EndedAt,
        [Field("The latest attempts, the oldest first.", Most = 16)] IReadOnlyList<AttemptView> Attempts);

    /// <summary>A page of deliveries, newest first.</summary>
    internal sealed record Page(
        [Field("The deliveries, newest first.", Most = Paging.Most)] IReadOnlyList<View> Deliveries,
        [Field("The `after` of the next page; absent on the last.", Pattern = Paging.Pattern)] string? Next);

    static readonly DateTimeOffset At = new(2026, 3, 1, 8, 30, 0, TimeSpan.Zero);

    /// <summary>One that waits, as the description shows it.</summary>
    internal static View Waiting { get; } = new(
        Guid.Parse("0195a3c4-7f10-7a3e-8c44-6b2d9e01f5a7"), "msg_0195a3c47f107a3e8c446b2d9e01f5a8", "webhook.test", "waiting", At, At, null,
        []);

    public static void MapDeliveries(this RouteGroupBuilder webhooks)
    {
        var ended = Waiting with { State = "delivered", NextAt = null, EndedAt = At.AddSeconds(1), Attempts = [new(At, 204, null, 87)] };
        webhooks.MapGet("/{id}/deliveries", ListAsync)
            .Describe("listDeliveries", "List what a webhook was told").Answers(200, new Page([ended], null))
            .Refuses(Refusals.WebhooksNeedKey, Refusals.WebhookUnknown);
        webhooks.MapGet("/{id}/deliveries/{delivery}", ShowAsync)
            .Describe("showDelivery", "Look at a delivery").Answers(200, ended)
            .Refuses(Refusals.WebhooksNeedKey, Refusals.DeliveryUnknown);
        webhooks.MapPost("/{id}/deliveries/{delivery}/redeliver", RedeliverAsync).Idempotent()
            .Describe("redeliver", "Send an event again", "Under the same webhook-id.").Answers(202, Waiting)
            .Refuses(Refusals.WebhooksNeedKey, Refusals.DeliveryUnknown);
    }

    internal static View ViewOf(WebhookDelivery delivery) => new(
        delivery.Id, $"msg_{delivery.EventId:N}", delivery.Type, Wire.Name(delivery.State), delivery.CreatedAt, delivery.NextAt,
        delivery.EndedAt,
        [.. delivery.Attempts.Select(one => new AttemptView(one.At, one.Status, one.Error, one.Milliseconds))]);

    internal static async Task<Results<Ok<Page>, ProblemHttpResult>> ListAsync(
        Guid id, Caller caller, IWebhookStore webhooks, CancellationToken cancellation,
        string? after = null, int count = Paging.Usual, [Field("Only those that stand so.", OneOf = StateNames)] string? state = null)
    {
        if (!Paging.TryRead(after, count, out Guid? last)) return Problems.Of(Paging.Bad);
        WebhookDeliveryState? wanted = null;
        if (state is not null)
        {
            if (!Wire.TryState(state, out WebhookDeliveryState named)) return Problems.Of(Paging.BadFilter("state", StateNames));
            wanted = named;
        }

        if (await webhooks.DeliveriesAsync(caller.Owner, id, last, count + 1, cancellation, wanted) is not { } found)
            return Problems.Of(Refusals.WebhookUnknown);
        var (page, end) = Paging.Cut(found, count);
        return TypedResults.Ok(new Page([.. page.Select(ViewOf)], Paging.Next(end?.Id)));
    }

    internal static async Task<Results<Ok<View>, ProblemHttpResult>> ShowAsync(
        Guid id, Guid delivery, Caller caller, IWebhookStore webhooks, CancellationToken cancellation) =>
        await webhooks.FindDeliveryAsync(caller.Owner, id, delivery, cancellation) is { } found
            ? TypedResults.Ok(ViewOf(found)) : Problems.Of(Refusals.DeliveryUnknown);

    internal static async Task<Results<Accepted<View>, ProblemHttpResult>> RedeliverAsync(
        Guid id, Guid delivery, Caller caller, WebhookDesk desk, HttpRequest http, CancellationToken cancellation) =>
        (await desk.RedeliverAsync(caller.Owner, id, delivery, caller.Owner, cancellation)).TryGet(out var queued, out var refusal)
            ? TypedResults.Accepted(http.PlaceOf($"/v1/webhooks/{id}/deliveries/{queued.Id}"), ViewOf(queued))
            : Problems.Of(refusal);
}
