using FaceAuth.Signaling.Admin;
using FaceAuth.Signaling.Admin.Access;
using FaceAuth.Signaling.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace FaceAuth.Signaling.Security;

/// <summary>Turns a failed authentication or authorization into a problem that says which of the two and what to do.</summary>
internal sealed class AuthorizationProblemHandler : IAuthorizationMiddlewareResultHandler
{
    static readonly object Key = new();
    static readonly AuthorizationMiddlewareResultHandler Default = new();

    /// <summary>Called by a scheme's handler that saw a bad credential.</summary>
    public static void Note(HttpContext context, Refusal refusal) => context.Items[Key] = refusal;

    /// <inheritdoc/>
    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded) return Default.HandleAsync(next, context, policy, authorizeResult);
        var noted = context.Items[Key] as Refusal;
        if (authorizeResult.Forbidden)
        {
            var isScope = authorizeResult.AuthorizationFailure?.FailedRequirements.Any(one => one is ScopeRequirement) is true;
            return Problems.WriteAsync(context, noted ?? (isScope ? Refusals.ScopeMissing : Refusals.Forbidden));
        }

        if (IsAtConsole(context))
        {
            context.Response.Redirect(ConsolePlaces.SignInFor(context.Request));
            return Task.CompletedTask;
        }

        var refusal = noted ?? Refusals.Unauthorized;
        context.Response.Headers.WWWAuthenticate =
            refusal == Refusals.Unauthorized ? "Bearer" : """Bearer error="invalid_token" """.TrimEnd();
        return Problems.WriteAsync(context, refusal);
    }

    /// <summary>A person in front of a page is led to where one signs in; a program is told.</summary>
    static bool IsAtConsole(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<ConsoleMark>() is not null
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
