using System.Text.Json.Serialization;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Webhooks;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>A relying party's webhooks: make, list, change, delete, give a new secret, try.</summary>
internal static class WebhooksApi
{
    static readonly TimeSpan UsualOverlap = TimeSpan.FromHours(24);
    static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(7);

    const string EventNames = "session.finished session.reviewed subject.enrolled subject.erased subject.renewal_required";
    const int MostUrl = 2048;
    const int MostWebhooks = 16;

    /// <summary>A webhook as its owner sees it.</summary>
    internal sealed record View(
        [Field("Its id.")] Guid Id,
        [Field("Where events are sent.", Most = MostUrl)] string Url,
        [Field("Which events; absent for all.", OneOf = EventNames)] IReadOnlyList<string>? Events,
        [Field("Whether they are sent; the server turned off failed and gone.", OneOf = "enabled disabled failed gone")] string State,
        [Field("When it was made.")] DateTimeOffset CreatedAt,
        [Field("Until when the secret before signs too.")] DateTimeOffset? OldSecretUntil,
        [Field("Since when every attempt has failed.")] DateTimeOffset? FailingSince,
        [Field("Events not queued because too many waited.", Least = 0)] long Dropped);

    /// <summary>All of a relying party's, the oldest first.</summary>
    internal sealed record Listing([Field("The webhooks, the oldest first.", Most = MostWebhooks)] IReadOnlyList<View> Webhooks);

    /// <summary>A webhook with its new secret, which is shown only here.</summary>
    internal sealed record WithSecret(
        [Field("The webhook.")] View Webhook,
        [Field("What signs events: whsec_ and base64. Shown only here.")] string Secret)
    {
        /// <summary>Never prints the secret.</summary>
        public override string ToString() => $"WithSecret {{ Id = {Webhook.Id} }}";
    }

    /// <summary>A new webhook; a mistyped field would be one that is told more than was meant.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record CreateRequest(
        [Field("An https address, not a private one.", Least = 1, Most = MostUrl, Required = true)] string? Url,
        [Field("Which events; left out for all.", Least = 1, OneOf = EventNames)] IReadOnlyList<string>? Events);

    /// <summary>What shall be another; what is left out stays. Events are all of them when the list is empty.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record ChangeRequest(
        [Field("An https address, not a private one.", Least = 1, Most = MostUrl)] string? Url,
        [Field("Which events; an empty list for all.", OneOf = EventNames)] IReadOnlyList<string>? Events,
        [Field("Whether events are sent.")] bool? Enabled);

    /// <summary>How long the old secret signs beside the new one.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record RotateRequest(
        [Field("How long the old secret signs too, in seconds; a day where it is left out.", Least = 0, Most = 604_800)]
        int? OverlapSeconds);

    public static RouteGroupBuilder MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/webhooks").WithTags("Webhooks").RequireAuthorization(Policies.Webhooks)
            .OnlyFor(Schemes.ApiKey).CountRefusals()
            .RefuseUnknownFilters().AddEndpointFilter(RelyingPartiesOnlyAsync);
        var at = new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero);
        var webhook = new View(
            Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"), "https://shop.example.org/hooks", [WebhookEventTypes.SessionFinished],
            "enabled", at, null, null, 0);
        const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        group.MapGet("/", ListAsync)
            .Describe("listWebhooks", "List webhooks").Answers(200, new Listing([webhook])).Refuses(Refusals.WebhooksNeedKey);
        group.MapPost("/", CreateAsync).Idempotent()
            .Describe("createWebhook", "Make a webhook", "What is sent, and what a receiver must check, is in docs/webhooks.md.")
            .Takes(new CreateRequest(webhook.Url, webhook.Events)).Answers(201, new WithSecret(webhook, Secret))
            .Refuses(
                Refusals.WebhooksNeedKey, Refusals.BadWebhookUrl, Refusals.WebhookAddressRefused, Refusals.BadWebhookEvents,
                Refusals.TooManyWebhooks);
        group.MapGet("/{id}", ShowAsync)
            .Describe("showWebhook", "Look at a webhook").Answers(200, webhook)
            .Refuses(Refusals.WebhooksNeedKey, Refusals.WebhookUnknown);
        group.MapPatch("/{id}", ChangeAsync)
            .Describe("changeWebhook", "Change a webhook", "Enabled again, what waits is sent at once.")
            .Takes(new ChangeRequest(null, null, true)).Answers(200, webhook)
            .Refuses(
                Refusals.WebhooksNeedKey, Refusals.WebhookUnknown, Refusals.BadWebhookUrl, Refusals.WebhookAddressRefused,
                Refusals.BadWebhookEvents);
        group.MapDelete("/{id}", DeleteAsync)
            .Describe("deleteWebhook", "Delete a webhook", "What waits for it goes too.")
            .Refuses(Refusals.WebhooksNeedKey, Refusals.WebhookUnknown);
        group.MapPost("/{id}/secret", RotateAsync).Idempotent()
            .Describe("rotateWebhookSecret", "Give a webhook a new secret", "The old one signs beside it for a while.")
            .Takes(new RotateRequest(86_400)).Answers(200, new WithSecret(webhook with { OldSecretUntil = at.AddDays(1) }, Secret))
            .Refuses(Refusals.WebhooksNeedKey, Refusals.WebhookUnknown);
        group.MapPost("/{id}/test", TestAsync).Idempotent()
            .Describe("testWebhook", "Try a webhook", "Sends it an event `webhook.test`.").Answers(202, DeliveriesApi.Waiting)
            .Refuses(Refusals.WebhooksNeedKey, Refusals.WebhookUnknown, Refusals.WebhookOff);
        group.MapDeliveries();
        return group;
    }

    internal static async Task<Ok<Listing>> ListAsync(Caller caller, IWebhookStore webhooks, CancellationToken cancellation) =>
        TypedResults.Ok(new Listing([.. (await webhooks.ListAsync(caller.Owner, cancellation)).Select(ViewOf)]));

    internal static async Task<Results<Created<WithSecret>, ProblemHttpResult>> CreateAsync(
        CreateRequest request, Caller caller, WebhookDesk desk, HttpRequest http, CancellationToken cancellation) =>
        (await desk.CreateAsync(caller.Owner, request.Url, request.Events, caller.Owner, cancellation))
            .TryGet(out var made, out var refusal)
            ? TypedResults.Created(http.PlaceOf($"/v1/webhooks/{made.Webhook.Id}"), new WithSecret(ViewOf(made.Webhook), made.Secret))
            : Problems.Of(refusal);

    internal static async Task<Results<Ok<View>, ProblemHttpResult>> ShowAsync(
        Guid id, Caller caller, IWebhookStore webhooks, CancellationToken cancellation) =>
        await webhooks.FindAsync(caller.Owner, id, cancellation) is { } webhook
            ? TypedResults.Ok(ViewOf(webhook)) : Problems.Of(Refusals.WebhookUnknown);

    internal static async Task<Results<Ok<View>, ProblemHttpResult>> ChangeAsync(
        Guid id, ChangeRequest request, Caller caller, WebhookDesk desk, CancellationToken cancellation)
    {
        var change = new WebhookChange(request.Url, request.Events, request.Enabled);
        return (await desk.ChangeAsync(caller.Owner, id, change, caller.Owner, cancellation)).TryGet(out var changed, out var refusal)
            ? TypedResults.Ok(ViewOf(changed)) : Problems.Of(refusal);
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, Caller caller, WebhookDesk desk, CancellationToken cancellation) =>
        await desk.DeleteAsync(caller.Owner, id, caller.Owner, cancellation) is { } refusal
            ? Problems.Of(refusal) : TypedResults.NoContent();

    internal static async Task<Results<Ok<WithSecret>, ProblemHttpResult>> RotateAsync(
        Guid id, RotateRequest? request, Caller caller, IWebhookStore webhooks, WebhookDesk desk, CancellationToken cancellation)
    {
        var overlap = request?.OverlapSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : UsualOverlap;
        if (overlap < TimeSpan.Zero || overlap > LongestOverlap)
            return Problems.Of(Refusals.BadRequest.With($"Set overlapSeconds to 0 to {(int)LongestOverlap.TotalSeconds}."));
        if (await webhooks.RotateSecretAsync(caller.Owner, id, overlap, cancellation) is not { } rotated)
            return Problems.Of(Refusals.WebhookUnknown);
        await desk.AuditAsync("webhook.secret_rotated", caller.Owner, id);
        return TypedResults.Ok(new WithSecret(ViewOf(rotated.Webhook), rotated.Secret));
    }

    internal static async Task<Results<Accepted<DeliveriesApi.View>, ProblemHttpResult>> TestAsync(
        Guid id, Caller caller, WebhookDesk desk, HttpRequest http, CancellationToken cancellation) =>
        (await desk.TestAsync(caller.Owner, id, caller.Owner, cancellation)).TryGet(out var queued, out var refusal)
            ? TypedResults.Accepted(http.PlaceOf($"/v1/webhooks/{id}/deliveries/{queued.Id}"), DeliveriesApi.ViewOf(queued))
            : Problems.Of(refusal);

    /// <summary>Nothing of a signed-in user's is told to a webhook.</summary>
    static async ValueTask<object?> RelyingPartiesOnlyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Caller.Of(context.HttpContext.User) is { IsRelyingParty: true } ? await next(context) : Problems.Of(Refusals.WebhooksNeedKey);

    static View ViewOf(Webhook webhook) => new(
        webhook.Id, webhook.Url, webhook.Events, Wire.Name(webhook.State), webhook.CreatedAt, webhook.OldSecretUntil,
        webhook.FailingSince, webhook.Dropped);
}
