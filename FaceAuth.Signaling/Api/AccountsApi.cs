using System.Text.Json.Serialization;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>Accounts, for the staff: list, make, disable, unlock, remove, and say who may do what.</summary>
internal static class AccountsApi
{
    const string Roles = "user auditor operator admin";

    /// <summary>A link's secret, for examples.</summary>
    internal const string ShownToken = "AZWjxG8ee1KdCjyOW38qYT_dCcV1n0kz0cS7m6qXx8kq2vRr4mJ0oUe3bQ5wYt1L";

    /// <summary>An account.</summary>
    internal sealed record View(
        [Field("Its id.")] Guid Id,
        [Field("Its name.")] string UserName,
        [Field("What it may do.", OneOf = Roles)] string Role,
        [Field("When it was made.")] DateTimeOffset CreatedAt,
        [Field("Since when nobody signs in to it; absent where it is not disabled.")] DateTimeOffset? DisabledAt);

    /// <summary>A page of accounts in the order in which they were made.</summary>
    /// <param name="Accounts">The accounts.</param>
    /// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(
        [Field("The accounts, in the order in which they were made.", Most = Paging.Most)] IReadOnlyList<View> Accounts,
        [Field("The `after` of the next page; absent on the last.", Pattern = Paging.Pattern)] string? Next);

    /// <summary>An account to be made; without a password it gets a link that sets one.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record NewAccount(
        [Field("Its name.", Least = 3, Most = 128, Required = true)] string? UserName,
        [Field("Its password; where it is left out, a link sets it.", Least = 10, Most = 256)] string? Password,
        [Field("What it may do; `user` where it is left out.", OneOf = Roles)] string? Role)
    {
        /// <summary>Never prints any of it.</summary>
        public override string ToString() => "NewAccount { ‹private› }";
    }

    /// <summary>A new account, and the link that sets its password, which is shown only here.</summary>
    internal sealed record Made(
        [Field("Its id.")] Guid Id,
        [Field("Its name.")] string UserName,
        [Field("What it may do.", OneOf = Roles)] string Role,
        [Field("The link that sets its password; absent where one was given.")] Link? Link)
    {
        /// <summary>Never prints name or link.</summary>
        public override string ToString() => $"Made {{ Id = {Id} }}";
    }

    /// <summary>A role.</summary>
    internal sealed record RoleRequest([Field("What the account may do.", OneOf = Roles, Required = true)] string? Role);

    /// <summary>A link's secret, which is shown only here; the page /reset#token=… takes it.</summary>
    internal sealed record Link(
        [Field("The secret, for `POST /v1/auth/reset`.")] string Token,
        [Field("The page that takes it, as a path of the host that was asked.")] string Path,
        [Field("The whole link; absent where the server does not know its address (`Web:PublicAddress`).")] string? Url,
        [Field("When it runs out.")] DateTimeOffset ExpiresAt)
    {
        /// <summary>Never prints it.</summary>
        public override string ToString() => "Link { ‹private› }";
    }

    /// <summary>The signed receipt of the face that was erased; absent where there was none.</summary>
    internal sealed record Removed(
        [Field("A compact JWS (ES256) that says what was erased; absent where there was no face.")] string? Receipt);

    public static RouteGroupBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/accounts").WithTags("Accounts").RequireAuthorization(Policies.Auditor).CountRefusals()
            .RefuseUnknownFilters();
        var (id, at) = (Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"), new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero));
        var view = new View(id, "ada", "user", at, null);
        var shownLink = new Link(ShownToken, ResetPage.PathOf(ShownToken), "https://face.example.org" + ResetPage.PathOf(ShownToken),
            at.AddHours(1));
        group.MapGet("/", ListAsync)
            .Describe("listAccounts", "List accounts").Answers(200, new Page([view], "0195a3c46f1e7b529d0a3c8e5b7f2a61"));
        group.MapGet("/{id}", ShowAsync)
            .Describe("showAccount", "Look at an account").Answers(200, view).Refuses(Refusals.AccountUnknown);
        group.MapPost("/", CreateAsync).RequireAuthorization(Policies.Operator)
            .Describe("createAccount", "Make an account", "Without a password there comes a link that sets one, once, within an hour.")
            .Takes(new NewAccount("ada", null, "user")).Answers(201, new Made(id, "ada", "user", shownLink))
            .Refuses(
                Refusals.BadUserName, Refusals.BadPassword, Refusals.CommonPassword, Refusals.NameTaken, Refusals.AccountOutOfReach);
        group.MapPost("/{id}/disable", DisableAsync).RequireAuthorization(Policies.Operator)
            .Describe("disableAccount", "End an account's sign-ins and let nobody in")
            .Refuses(Refusals.AccountUnknown, Refusals.AccountOutOfReach, Refusals.LastAdmin);
        group.MapPost("/{id}/enable", EnableAsync).RequireAuthorization(Policies.Operator)
            .Describe("enableAccount", "Let its owner sign in again").Refuses(Refusals.AccountUnknown, Refusals.AccountOutOfReach);
        group.MapPost("/{id}/unlock", UnlockAsync).RequireAuthorization(Policies.Operator)
            .Describe("unlockAccount", "Forget wrong passwords").Refuses(Refusals.AccountUnknown, Refusals.AccountOutOfReach);
        group.MapPost("/{id}/let-enroll", LetEnrolAsync).RequireAuthorization(Policies.Operator)
            .Describe("letEnroll", "Let a user enroll another face within an hour")
            .Refuses(Refusals.AccountUnknown, Refusals.AccountOutOfReach);
        group.MapPost("/{id}/reset-link", LinkAsync).RequireAuthorization(Policies.Operator)
            .Describe("makeResetLink", "Make a link that sets the password, once")
            .Answers(200, shownLink)
            .Refuses(Refusals.AccountUnknown, Refusals.AccountOutOfReach, Refusals.LinkWhileDisabled);
        group.MapPut("/{id}/role", SetRoleAsync).RequireAuthorization(Policies.Admin)
            .Describe("setRole", "Say what an account may do")
            .Takes(new RoleRequest("auditor")).Refuses(Refusals.AccountUnknown, Refusals.LastAdmin);
        group.MapDelete("/{id}", RemoveAsync).RequireAuthorization(Policies.Admin)
            .Describe("removeAccount", "Remove an account and erase its face")
            .Answers(200, new Removed("eyJhbGciOiJFUzI1NiJ9.e30.c2ln")).Refuses(Refusals.AccountUnknown, Refusals.LastAdmin);
        return group;
    }

    internal static async Task<Results<Ok<Page>, ProblemHttpResult>> ListAsync(
        IAccountDirectory accounts, CancellationToken cancellation, string? after = null, int count = Paging.Usual,
        [Field("Only those of this role.", OneOf = Roles)] string? role = null)
    {
        if (!Paging.TryRead(after, count, out Guid? last)) return Problems.Of(Paging.Bad);
        var wanted = AccountRoles.Find(role);
        if (role is not null && wanted is null) return Problems.Of(Paging.BadFilter("role", Roles));
        var page = await accounts.ListAsync(last, count, cancellation, wanted);
        return TypedResults.Ok(new Page([.. page.Accounts.Select(ViewOf)], Paging.Next(page.Last)));
    }

    internal static async Task<Results<Ok<View>, ProblemHttpResult>> ShowAsync(
        Guid id, IAccountDirectory accounts, CancellationToken cancellation) =>
        await accounts.FindAsync(id, cancellation) is { } account ? TypedResults.Ok(ViewOf(account))
            : Problems.Of(Refusals.AccountUnknown);

    internal static async Task<Results<Created<Made>, ProblemHttpResult>> CreateAsync(
        NewAccount request, Staff staff, AccountDesk desk, TimeProvider time, HttpRequest http, CancellationToken cancellation)
    {
        var made = await desk.CreateAsync(request.UserName, request.Password, request.Role ?? "user", staff, cancellation);
        if (!made.TryGet(out var account, out var refusal)) return Problems.Of(refusal);
        var (user, token) = account;
        var link = token is null ? null : LinkOf(token, desk.Address, time, http);
        return TypedResults.Created(
            http.PlaceOf($"/v1/accounts/{user.Id}"), new Made(user.Id, user.UserName!, AccountRoles.NameOf(user.Role), link));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> DisableAsync(
        Guid id, Staff staff, AccountDesk desk, CancellationToken cancellation) =>
        await desk.DisableAsync(id, staff, cancellation) is { } refusal ? Problems.Of(refusal) : TypedResults.NoContent();

    internal static async Task<Results<NoContent, ProblemHttpResult>> EnableAsync(
        Guid id, Staff staff, AccountAdmin admin, CancellationToken cancellation) =>
        await admin.SetDisabledAsync(id, false, false, cancellation, staff) is { } refusal ? Problems.Of(refusal)
            : TypedResults.NoContent();

    internal static async Task<Results<NoContent, ProblemHttpResult>> UnlockAsync(
        Guid id, Staff staff, AccountAdmin admin, CancellationToken cancellation) =>
        await admin.UnlockAsync(id, cancellation, staff) is { } refusal ? Problems.Of(refusal) : TypedResults.NoContent();

    internal static async Task<Results<NoContent, ProblemHttpResult>> LetEnrolAsync(
        Guid id, Staff staff, AccountAdmin admin, CancellationToken cancellation) =>
        await admin.LetEnrolAsync(id, cancellation, staff) is { } refusal ? Problems.Of(refusal) : TypedResults.NoContent();

    internal static async Task<Results<Ok<Link>, ProblemHttpResult>> LinkAsync(
        Guid id, Staff staff, AccountAdmin admin, TimeProvider time, HttpRequest http, CancellationToken cancellation) =>
        (await admin.NewLinkAsync(id, cancellation, staff)).TryGet(out var token, out var refusal)
            ? TypedResults.Ok(LinkOf(token, admin.Address, time, http)) : Problems.Of(refusal);

    internal static async Task<Results<NoContent, ProblemHttpResult>> SetRoleAsync(
        Guid id, RoleRequest request, AccountAdmin admin, CancellationToken cancellation)
    {
        if (AccountRoles.Find(request.Role) is not { } role) return Problems.Of(AccountDesk.BadRole);
        return await admin.SetRoleAsync(id, role, false, cancellation) is { } refusal ? Problems.Of(refusal) : TypedResults.NoContent();
    }

    internal static async Task<Results<Ok<Removed>, ProblemHttpResult>> RemoveAsync(
        Guid id, AccountDesk desk, CancellationToken cancellation) =>
        (await desk.RemoveAsync(id, cancellation)).TryGet(out var receipt, out var refusal)
            ? TypedResults.Ok(new Removed(receipt)) : Problems.Of(refusal);

    static Link LinkOf(string token, string address, TimeProvider time, HttpRequest http)
    {
        var path = ResetPage.PathOf(token);
        return new(token, http.PlaceOf(path), address.Length == 0 ? null : address + path, time.GetUtcNow() + AccountAdmin.LinkLifetime);
    }

    static View ViewOf(AccountRecord account) =>
        new(account.Id, account.Name, AccountRoles.NameOf(account.Role), account.CreatedAt, account.DisabledAt);
}
