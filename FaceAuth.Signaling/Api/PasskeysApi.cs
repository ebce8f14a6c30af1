using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Signaling.Api;

/// <summary>A signed-in user's passkeys.</summary>
internal static class PasskeysApi
{
    const string ShownState = "eyJhbGciOiJFUzI1NiJ9.e30.c3Rh";

    /// <summary>A passkey as its user sees it.</summary>
    /// <param name="Id">Its id, base64url.</param>
    /// <param name="Name">What its user calls it; null where it has no name.</param>
    /// <param name="CreatedAt">When it was added.</param>
    /// <param name="Synced">Whether it is kept on several devices.</param>
    internal sealed record View(
        [Field("Its id, base64url.")] string Id,
        [Field("What its user calls it; absent where it has no name.")] string? Name,
        [Field("When it was added.")] DateTimeOffset CreatedAt,
        [Field("Whether it is kept on several devices.")] bool Synced);

    /// <summary>All of them.</summary>
    internal sealed record Listing([Field("The passkeys.", Most = OwnPasskeys.Most)] IReadOnlyList<View> Passkeys);

    /// <summary>What the authenticator made, and what to call it.</summary>
    internal sealed record NewPasskey(
        [Field("As it came with the question.", Most = 16384, Required = true)] string? State,
        [Field("What the authenticator made, as `PublicKeyCredential.toJSON` writes it.", Of = typeof(JsonObject), Required = true)]
        JsonElement? Credential,
        [Field("What to call it.", Least = 1, Most = 64)] string? Name)
    {
        /// <summary>Never prints it.</summary>
        public override string ToString() => "NewPasskey { ‹private› }";
    }

    /// <summary>A name.</summary>
    internal sealed record NameRequest([Field("What to call it.", Least = 1, Most = 64, Required = true)] string? Name);

    /// <summary>A question, for examples.</summary>
    internal static PasskeyQuestion ShownQuestion => new(
        ShownState,
        JsonElement.Parse("""{"challenge":"x8kq2vRr4mJ0oUe3bQ5wYt1L","rpId":"face.example.org","userVerification":"required"}"""));

    /// <summary>An answer, for examples.</summary>
    internal static PasskeyAnswer ShownAnswer => new(
        ShownState, JsonElement.Parse("""{"id":"q83vEjRWeJA","type":"public-key","response":{},"clientExtensionResults":{}}"""));

    public static RouteGroupBuilder MapPasskeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/account/passkeys").WithTags("Account").RequireAuthorization(Policies.Owner)
            .OnlyFor(Schemes.User).CountRefusals();
        var view = new View("q83vEjRWeJA", "Phone", new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero), true);
        group.MapGet("/", ListAsync)
            .Describe("listPasskeys", "List one's passkeys").Answers(200, new Listing([view])).Refuses(Refusals.AccountNeedsUser);
        group.MapPost("/options", AskAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "passkeys"))
            .Describe("askNewPasskey", "Begin to add a passkey").Answers(200, ShownQuestion)
            .Refuses(Refusals.AccountNeedsUser, Refusals.PasskeyNeedsProof, Refusals.SignInAgain, Refusals.TooManyPasskeys);
        group.MapPost("/", AddAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "passkeys"))
            .Describe("addPasskey", "Add a passkey").Takes(new NewPasskey(ShownAnswer.State, ShownAnswer.Credential, "Phone"))
            .Answers(201, view).Refuses(Refusals.AccountNeedsUser, Refusals.PasskeyFailed, Refusals.TooManyPasskeys);
        group.MapPut("/{id}", NameAsync)
            .Describe("namePasskey", "Name a passkey").Takes(new NameRequest("Phone"))
            .Refuses(Refusals.AccountNeedsUser, Refusals.PasskeyUnknown);
        group.MapDelete("/{id}", RemoveAsync)
            .Describe("removePasskey", "Remove a passkey", "Within 5 minutes of signing in.")
            .Refuses(Refusals.AccountNeedsUser, Refusals.SignInAgain, Refusals.PasskeyUnknown);
        return group;
    }

    internal static async Task<Results<Ok<Listing>, ProblemHttpResult>> ListAsync(Caller caller, UserManager<FaceAuthUser> users) =>
        await AccountApi.UserAsync(caller, users) is { } user
            ? TypedResults.Ok(new Listing([.. (await users.GetPasskeysAsync(user)).Select(ViewOf)]))
            : Problems.Of(Refusals.AccountNeedsUser);

    internal static async Task<Results<Ok<PasskeyQuestion>, ProblemHttpResult>> AskAsync(
        Caller caller, UserManager<FaceAuthUser> users, OwnPasskeys passkeys, HttpContext context, CancellationToken cancellation)
    {
        if (await AccountApi.UserAsync(caller, users) is not { } user) return Problems.Of(Refusals.AccountNeedsUser);
        return (await passkeys.AskAsync(user, caller, context, cancellation)).TryGet(out var question, out var refusal)
            ? TypedResults.Ok(question) : Problems.Of(refusal);
    }

    internal static async Task<Results<Created<View>, ProblemHttpResult>> AddAsync(
        NewPasskey request, Caller caller, UserManager<FaceAuthUser> users, OwnPasskeys passkeys, HttpContext context)
    {
        if (await AccountApi.UserAsync(caller, users) is not { } user) return Problems.Of(Refusals.AccountNeedsUser);
        var added = await passkeys.AddAsync(user, caller, new(request.State, request.Credential), request.Name, context);
        return added.TryGet(out var passkey, out var refusal)
            ? TypedResults.Created((string?)null, ViewOf(passkey)) : Problems.Of(refusal);
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> NameAsync(
        string id, NameRequest request, Caller caller, UserManager<FaceAuthUser> users, OwnPasskeys passkeys)
    {
        if (await AccountApi.UserAsync(caller, users) is not { } user) return Problems.Of(Refusals.AccountNeedsUser);
        var refusal = IdOf(id) is { } passkey ? await passkeys.NameAsync(user, passkey, request.Name) : Refusals.PasskeyUnknown;
        return refusal is null ? TypedResults.NoContent() : Problems.Of(refusal);
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string id, Caller caller, UserManager<FaceAuthUser> users, OwnPasskeys passkeys, CancellationToken cancellation)
    {
        if (await AccountApi.UserAsync(caller, users) is not { } user) return Problems.Of(Refusals.AccountNeedsUser);
        var refusal = IdOf(id) is { } passkey ? await passkeys.RemoveAsync(user, caller, passkey, cancellation) : Refusals.PasskeyUnknown;
        return refusal is null ? TypedResults.NoContent() : Problems.Of(refusal);
    }

    static byte[]? IdOf(string id)
    {
        try
        {
            return Base64Url.DecodeFromChars(id);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    static View ViewOf(UserPasskeyInfo passkey) =>
        new(Base64Url.EncodeToString(passkey.CredentialId), passkey.Name, passkey.CreatedAt, passkey.IsBackedUp);
}
