using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>Which relying parties there are, for the staff; <see cref="KeysApi"/> has their keys.</summary>
internal static class RelyingPartiesApi
{
    /// <summary>A relying party.</summary>
    internal sealed record View(
        [Field("Its name.", Least = 1, Most = 128)] string Name,
        [Field("What it is called in verdicts, as `aud`, and in the audit.")] string Owner,
        [Field("Keys that it holds, those that have run out among them.", Least = 0, Most = 32)] int Keys,
        [Field("When its first key was issued.")] DateTimeOffset CreatedAt);

    /// <summary>A page of relying parties, in the order in which they were made.</summary>
    internal sealed record Page(
        [Field("The relying parties, in the order in which they were made.", Most = Paging.Most)] IReadOnlyList<View> RelyingParties,
        [Field("The `after` of the next page; absent on the last.", Pattern = Paging.Pattern)] string? Next);

    public static RouteGroupBuilder MapRelyingParties(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/relying-parties").WithTags("Keys").RequireAuthorization(Policies.Auditor).CountRefusals()
            .RefuseUnknownFilters();
        var at = new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero);
        group.MapGet("/", ListAsync)
            .Describe("listRelyingParties", "List relying parties")
            .Answers(200, new Page(
                [new("shop", "rp:0195a3c4-7000-7c11-8e2f-5d1b9a4c6e80", 1, at)], "0195a3c470007c118e2f5d1b9a4c6e80"));
        return group;
    }

    internal static async Task<Results<Ok<Page>, ProblemHttpResult>> ListAsync(
        IRelyingPartyStore parties, CancellationToken cancellation, string? after = null, int count = Paging.Usual)
    {
        if (!Paging.TryRead(after, count, out Guid? last)) return Problems.Of(Paging.Bad);
        var page = await parties.ListAsync(last, count, cancellation);
        return TypedResults.Ok(new Page(
            [.. page.Parties.Select(one => new View(
                one.Party.Name, Caller.OwnerOfRelyingParty(one.Party.Id), one.Keys, one.Party.CreatedAt))],
            Paging.Next(page.Last)));
    }
}
