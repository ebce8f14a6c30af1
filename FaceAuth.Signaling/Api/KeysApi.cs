using System.Text.Json.Serialization;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>Relying parties' API keys, for the operator: list, issue, revoke.</summary>
internal static class KeysApi
{
    const string Scopes = $"{KeyScopes.Sessions} {KeyScopes.Subjects} {KeyScopes.Groups} {KeyScopes.Webhooks}";

    /// <summary>A key: never the key itself. What is null holds for everything, for ever, or never was.</summary>
    internal sealed record View(
        [Field("Its id.")] Guid Id,
        [Field("When it was issued.")] DateTimeOffset CreatedAt,
        [Field("What it is good for; absent where that is everything.", OneOf = Scopes)] IReadOnlyList<string>? Scopes,
        [Field("When it runs out; absent where it does not.")] DateTimeOffset? ExpiresAt,
        [Field("When it was used last, right to a minute; absent where it never was.")] DateTimeOffset? LastUsedAt);

    /// <summary>A relying party's keys, the oldest first.</summary>
    internal sealed record Listing([Field("The keys, the oldest first.", Most = 32)] IReadOnlyList<View> Keys);

    /// <summary>What a new key is to be good for; a mistyped field would be a key that is good for more.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Request(
        [Field("What it is to be good for; left out for everything.", OneOf = KeysApi.Scopes, Least = 1)] IReadOnlyList<string>? Scopes,
        [Field("When it runs out, a time to come; left out for never.")] DateTimeOffset? ExpiresAt);

    /// <summary>A new key, which is shown only here.</summary>
    internal sealed record Issued(
        [Field("Its id.")] Guid Id,
        [Field("The key, which is shown only here.")] string ApiKey,
        [Field("What the relying party is called in verdicts, as `aud`.")] string Owner)
    {
        /// <summary>Never prints the key.</summary>
        public override string ToString() => $"Issued {{ Id = {Id} }}";
    }

    public static RouteGroupBuilder MapKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/relying-parties/{name}/keys").WithTags("Keys").RequireAuthorization(Policies.Auditor)
            .CountRefusals();
        var (id, at) = (Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"), new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero));
        group.MapGet("/", ListAsync)
            .Describe("listKeys", "List a relying party's keys", "Never the keys themselves.")
            .Answers(200, new Listing([new(id, at, [KeyScopes.Sessions], at.AddYears(1), at.AddDays(2))])).Refuses(Refusals.KeyUnknown);
        group.MapPost("/", IssueAsync).RequireAuthorization(Policies.Admin).Idempotent()
            .Describe("issueKey", "Issue a key", "A relying party that is not there yet is made with its first key.")
            .Takes(new Request([KeyScopes.Sessions], at.AddYears(10)))
            .Answers(201, new Issued(id, "fa_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "rp:0195a3c4-7000-7c11-8e2f-5d1b9a4c6e80"))
            .Refuses(Refusals.TooManyKeys);
        group.MapDelete("/{id}", RevokeAsync).RequireAuthorization(Policies.Admin)
            .Describe("revokeKey", "Revoke a key").Refuses(Refusals.KeyUnknown);
        return group;
    }

    internal static async Task<Results<Ok<Listing>, ProblemHttpResult>> ListAsync(
        string name, IRelyingPartyStore parties, CancellationToken cancellation) =>
        await parties.ListKeysAsync(name, cancellation) is { } keys
            ? TypedResults.Ok(new Listing([.. keys.Select(
                key => new View(key.Id, key.CreatedAt, key.Scopes, key.ExpiresAt, key.LastUsedAt))]))
            : Problems.Of(Refusals.KeyUnknown);

    internal static async Task<Results<Created<Issued>, ProblemHttpResult>> IssueAsync(
        string name, Request? request, PartyKeys keys, CancellationToken cancellation) =>
        (await keys.AskAsync(name, request?.Scopes, request?.ExpiresAt, cancellation)).TryGet(out var issued, out var refusal)
            ? TypedResults.Created((string?)null, new Issued(
                issued.Record.Id, issued.ApiKey, Caller.OwnerOfRelyingParty(issued.Party.Id)))
            : Problems.Of(refusal);

    internal static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string name, Guid id, PartyKeys keys, CancellationToken cancellation) =>
        await keys.RevokeAsync(name, id, cancellation) ? TypedResults.NoContent() : Problems.Of(Refusals.KeyUnknown);
}
