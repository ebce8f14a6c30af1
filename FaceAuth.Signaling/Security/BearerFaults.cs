using FaceAuth.Signaling.Errors;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Security;

/// <summary>What is wrong with a bearer token, as its caller is told.</summary>
internal static class BearerFaults
{
    /// <summary>Notes whether a token that was refused has run out or is no good at all.</summary>
    public static Task Explain(AuthenticationFailedContext context)
    {
        var expired = context.Exception is SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException;
        AuthorizationProblemHandler.Note(context.HttpContext, expired ? Refusals.TokenExpired : Refusals.TokenInvalid);
        return Task.CompletedTask;
    }
}
