using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace FaceAuth.Signaling.Api;

/// <summary>A signed-in user's own account: see it, change its password, remove it.</summary>
internal static class AccountApi
{
    /// <summary>The account as its user sees it.</summary>
    internal sealed record View(
        [Field("Its id.")] Guid Id,
        [Field("Its name.")] string UserName,
        [Field("What it may do.", OneOf = "user auditor operator admin")] string Role,
        [Field("When it was made.")] DateTimeOffset CreatedAt,
        [Field("Whether there is a face to compare with.")] bool Enrolled,
        [Field("How many passkeys it has.", Least = 0, Most = OwnPasskeys.Most)] int Passkeys);

    /// <summary>The present password and the one to come.</summary>
    internal sealed record PasswordRequest(
        [Field("The present password.", Most = 256, Required = true)] string? Password,
        [Field("The password to come.", Least = 10, Most = 256, Required = true)] string? NewPassword)
    {
        /// <summary>Never prints either.</summary>
        public override string ToString() => "PasswordRequest { ‹private› }";
    }

    /// <summary>The present password.</summary>
    internal sealed record RemovalRequest([Field("The present password.", Most = 256, Required = true)] string? Password)
    {
        /// <summary>Never prints it.</summary>
        public override string ToString() => "RemovalRequest { ‹private› }";
    }

    public static RouteGroupBuilder MapAccount(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/account").WithTags("Account").RequireAuthorization(Policies.Owner)
            .OnlyFor(Schemes.User).CountRefusals();
        var (id, at) = (Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"), new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero));
        const string Jws = "eyJhbGciOiJFUzI1NiJ9.e30.c2ln";
        const string Password = "correct horse battery";
        group.MapGet("/", ShowAsync)
            .Describe("showOwnAccount", "Look at one's account")
            .Answers(200, new View(id, "ada", "user", at, true, 1)).Refuses(Refusals.AccountNeedsUser);
        group.MapPost("/password", ChangePasswordAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "account"))
            .Describe("changePassword", "Change the password", "Every other sign-in ends; go on with the tokens that are answered.")
            .Takes(new PasswordRequest(Password, "a battery of other horses")).Answers(200, new TokenPair(Jws, Jws, 900, "ada"))
            .Refuses(Refusals.AccountNeedsUser, Refusals.WrongPassword, Refusals.BadPassword, Refusals.CommonPassword);
        group.MapDelete("/", RemoveAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "account"))
            .Describe("removeOwnAccount", "Remove one's account and erase one's face")
            .Takes(new RemovalRequest(Password)).Answers(200, new AccountsApi.Removed(Jws))
            .Refuses(Refusals.AccountNeedsUser, Refusals.WrongPassword, Refusals.LastAdmin);
        return group;
    }

    internal static async Task<Results<Ok<View>, ProblemHttpResult>> ShowAsync(
        Caller caller, UserManager<FaceAuthUser> users, ISubjectStore subjects, CancellationToken cancellation)
    {
        if (await UserAsync(caller, users) is not { } user) return Problems.Of(Refusals.AccountNeedsUser);
        var face = await subjects.FindAsync(caller.Owner, caller.UserId!, cancellation);
        var passkeys = await users.GetPasskeysAsync(user);
        return TypedResults.Ok(new View(
            user.Id, user.UserName!, AccountRoles.NameOf(user.Role), user.CreatedAt, face is { TemplateCount: > 0 }, passkeys.Count));
    }

    internal static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> ChangePasswordAsync(
        PasswordRequest request, Caller caller, PasswordChange change, CancellationToken cancellation) =>
        (await change.ChangeAsync(caller, request.Password, request.NewPassword, cancellation)).TryGet(out var pair, out var refusal)
            ? TypedResults.Ok(pair) : Problems.Of(refusal);

    internal static async Task<Results<Ok<AccountsApi.Removed>, ProblemHttpResult>> RemoveAsync(
        [FromBody] RemovalRequest request, Caller caller, PasswordProofs proofs, AccountAdmin admin, SessionRegistry registry,
        CancellationToken cancellation)
    {
        if (!(await proofs.ProveAsync(caller, request.Password, cancellation)).TryGet(out var proof, out var wrong))
            return Problems.Of(wrong);
        using var held = proof;
        StaffScope.TakeOwn();
        registry.StopOwner(caller.Owner, EndRefusals.Cancelled);
        return (await admin.RemoveAsync(proof.User.Id, false, cancellation)).TryGet(out var receipt, out var refusal)
            ? TypedResults.Ok(new AccountsApi.Removed(receipt)) : Problems.Of(refusal);
    }

    /// <summary>The account of a caller; null for a relying party.</summary>
    internal static async Task<FaceAuthUser?> UserAsync(Caller caller, UserManager<FaceAuthUser> users) =>
        caller.UserId is { } id ? await users.FindByIdAsync(id) : null;
}
