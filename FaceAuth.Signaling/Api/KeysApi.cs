using System.Text.Json.Serialization;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>Relying parties' API keys, for the operator: list, issue, revoke.</summary>
internal static class KeysApi
{
    const int MaxName = 128;

    /// <summary>A key: never the key itself. What is null holds for everything, for ever, or never was.</summary>
    internal sealed record View(
        Guid Id, DateTimeOffset CreatedAt, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

    /// <summary>A relying party's keys, the oldest first.</summary>
    internal sealed record Listing(IReadOnlyList<View> Keys);

    /// <summary>What a new key is to be good for; a mistyped field would be a key that is good for more.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Request(IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt);

    /// <summary>A new key, which is shown only here.</summary>
    internal sealed record Issued(Guid Id, string ApiKey, string Owner)
    {
        /// <summary>Never prints the key.</summary>
        public override string ToString() => $"Issued {{ Id = {Id} }}";
    }

    public static RouteGroupBuilder MapKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/relying-parties/{name}/keys").WithTags("Keys").RequireAuthorization(Policies.Operator)
            .CountRefusals();
        group.MapGet("/", ListAsync);
        group.MapPost("/", IssueAsync);
        group.MapDelete("/{id:guid}", RevokeAsync);
        return group;
    }

    internal static async Task<Results<Ok<Listing>, ProblemHttpResult>> ListAsync(
        string name, IRelyingPartyStore parties, CancellationToken cancellation) =>
        await parties.ListKeysAsync(name, cancellation) is { } keys
            ? TypedResults.Ok(new Listing([.. keys.Select(
                key => new View(key.Id, key.CreatedAt, key.Scopes, key.ExpiresAt, key.LastUsedAt))]))
            : Problems.Of(Refusals.KeyUnknown);

    internal static async Task<Results<Created<Issued>, ProblemHttpResult>> IssueAsync(
        string name, Request? request, PartyKeys keys, TimeProvider time, CancellationToken cancellation)
    {
        if (name.Length > MaxName || name.Any(char.IsControl))
            return Problems.Of(Refusals.BadRequest.With($"A relying party's name has 1 to {MaxName} characters."));
        if (request?.Scopes is { } scopes && (scopes.Count == 0 || scopes.Any(scope => !KeyScopes.All.Contains(scope))))
            return Problems.Of(Refusals.BadRequest.With(
                $"Set scopes to some of {string.Join(", ", KeyScopes.All)}, or leave it out for all of them."));
        if (request?.ExpiresAt <= time.GetUtcNow()) return Problems.Of(Refusals.BadRequest.With("Set expiresAt to a time to come."));
        try
        {
            var issued = await keys.IssueAsync(name, new(request?.Scopes, request?.ExpiresAt), cancellation);
            return TypedResults.Created((string?)null, new Issued(
                issued.Record.Id, issued.ApiKey, Caller.OwnerOfRelyingParty(issued.Party.Id)));
        }
        catch (InvalidOperationException)
        {
            return Problems.Of(Refusals.TooManyKeys);
        }
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string name, Guid id, PartyKeys keys, CancellationToken cancellation) =>
        await keys.RevokeAsync(name, id, cancellation) ? TypedResults.NoContent() : Problems.Of(Refusals.KeyUnknown);
}
