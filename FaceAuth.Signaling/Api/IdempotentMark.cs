using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;

namespace FaceAuth.Signaling.Api;

/// <summary>Marks an endpoint that makes something: with an idempotency key it makes it once.</summary>
internal sealed class IdempotentMark
{
    /// <summary>The one there is.</summary>
    public static readonly IdempotentMark Instance = new();
}

/// <summary>Marks endpoints.</summary>
internal static class IdempotentEndpoints
{
    /// <summary>Has an endpoint answer a request that comes again with its key as before.</summary>
    public static RouteHandlerBuilder Idempotent(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(IdempotentMark.Instance)
        .Refuses(Refusals.BadIdempotencyKey, Refusals.IdempotencyInFlight, Refusals.IdempotencyMismatch);
}
