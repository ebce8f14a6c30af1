using System.Text.Json.Serialization;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Signaling.Api;

/// <summary>Failed attempts with a face, for the operator: forget them, so that the face may be tried again.</summary>
internal static class AttemptsApi
{
    /// <summary>Whose: an account's, by its name, or a relying party's subject's.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Request(
        [Field("The account's name.", Least = 1, Most = 128)] string? Account,
        [Field("The relying party's name.", Least = 1, Most = 128)] string? RelyingParty,
        [Field("What the relying party calls its subject.", Least = 1, Most = 128)] string? Subject);

    public static RouteGroupBuilder MapAttempts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/attempts").WithTags("Attempts").RequireAuthorization(Policies.Operator).CountRefusals();
        group.MapPost("/free", FreeAsync)
            .Describe("freeAttempts", "Forget failed attempts with a face", "Name an account, or a relying party and its subject.")
            .Takes(new Request("ada@example.org", null, null))
            .Refuses(Refusals.AccountUnknown, Refusals.SubjectUnknown, Refusals.AccountOutOfReach);
        return group;
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> FreeAsync(
        Request request, Staff staff, UserManager<FaceAuthUser> users, IAccountDirectory accounts, IRelyingPartyStore parties,
        ISubjectStore subjects, AttemptRelease release, CancellationToken cancellation)
    {
        switch (request)
        {
            case { Account: { } account, RelyingParty: null, Subject: null }:
                if (await users.FindByNameAsync(account) is not { } user)
                    return Problems.Of(Refusals.AccountUnknown.With("There is no account of that name. Check it."));
                // of the staff too, whom an operator does not reach
                if (await accounts.FindAsync(user.Id, cancellation) is { } found && !staff.MayChange(found.Role))
                    return Problems.Of(Refusals.AccountOutOfReach);
                await release.FreeAsync(user.Id, staff.Actor, cancellation);
                return TypedResults.NoContent();
            case { Account: null, RelyingParty: { } name, Subject: { } subject } when SubjectNames.IsName(subject):
                if (await parties.FindAsync(name, cancellation) is not { } party
                    || await subjects.FindAsync(Caller.OwnerOfRelyingParty(party.Id), subject, cancellation) is not { } known)
                    return Problems.Of(Refusals.SubjectUnknown.With("There is no relying party and subject of those names. Check them."));
                await release.FreeAsync(known, staff.Actor, cancellation);
                return TypedResults.NoContent();
            default:
                return Problems.Of(Refusals.BadRequest.With("Set account to an account's name, or relyingParty and subject to theirs."));
        }
    }
}
