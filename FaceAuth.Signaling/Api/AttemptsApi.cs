using System.Text.Json.Serialization;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Accounts;
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
        Request request, Staff staff, UserManager<FaceAuthUser> users, AttemptDesk desk, CancellationToken cancellation)
    {
        switch (request)
        {
            case { Account: { } account, RelyingParty: null, Subject: null }:
                if (await users.FindByNameAsync(account) is not { } user)
                    return Problems.Of(Refusals.AccountUnknown.With("There is no account of that name. Check it."));
                return Answer(await desk.FreeAccountAsync(user.Id, staff, cancellation));
            case { Account: null, RelyingParty: { } name, Subject: { } subject } when SubjectNames.IsName(subject):
                return Answer(await desk.FreeSubjectAsync(name, subject, staff, cancellation));
            default:
                return Problems.Of(Refusals.BadRequest.With("Set account to an account's name, or relyingParty and subject to theirs."));
        }
    }

    static Results<NoContent, ProblemHttpResult> Answer(Refusal? refusal) =>
        refusal is null ? TypedResults.NoContent() : Problems.Of(refusal);
}
