using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Admin.Access;
using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Admin.Accounts;

/// <summary>What one does with one's own account: secrets go by requests, counted as the API's are, and never by a circuit.</summary>
internal static class OwnAccount
{
    public static void MapOwnAccount(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/own").ExcludeFromDescription().RequireAuthorization(Policies.Console).CountRefusals()
            .AddEndpointFilter(ConsoleSignInEndpoints.FromOwnFormAsync);
        group.MapPost("/password", ChangePasswordAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "account"));
        group.MapPost("/remove", AccountApi.RemoveAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "account"));
        group.MapPost("/passkeys/options", PasskeysApi.AskAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "passkeys"));
        group.MapPost("/passkeys", PasskeysApi.AddAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "passkeys"));
    }

    /// <summary>Changes the password; the browser goes on in a new sign-in, and all others are over.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> ChangePasswordAsync(
        AccountApi.PasswordRequest request, Caller caller, HttpContext context, PasswordChange change, ConsoleSignIn console,
        CancellationToken cancellation)
    {
        var changed = await change.ChangeAsync(
            caller, request.Password, request.NewPassword, user => console.GoOnAsync(context, user), cancellation);
        return changed.Refusal is { } refusal ? Problems.Of(refusal) : TypedResults.NoContent();
    }
}
