using System.Security.Claims;
using FaceAuth.Signaling.Errors;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Security;

/// <summary>The bearer scheme of signed-in users' access tokens.</summary>
internal sealed class UserScheme(TokenIssuer issuer, AccountStanding standing) : IConfigureNamedOptions<JwtBearerOptions>
{
    /// <inheritdoc/>
    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name is not Schemes.User) return;
        options.MapInboundClaims = false;
        options.TokenValidationParameters = issuer.RulesFor(TokenKind.Access);
        options.Events = new JwtBearerEvents { OnAuthenticationFailed = BearerFaults.Explain, OnTokenValidated = CheckAsync };
    }

    /// <inheritdoc/>
    public void Configure(JwtBearerOptions options)
    {
    }

    /// <summary>The token is good; whether the account still is, and what it may do, is asked anew.</summary>
    async Task CheckAsync(TokenValidatedContext context)
    {
        var (identity, cancellation) = ((ClaimsIdentity)context.Principal!.Identity!, context.HttpContext.RequestAborted);
        var found = Caller.Of(context.Principal) is { UserId: { } id } caller && Guid.TryParse(id, out var user)
            ? await standing.OfAsync(user, caller.SignIn, cancellation) : Refusals.TokenInvalid;
        if (found.TryGet(out var role, out var refusal))
        {
            identity.AddClaim(new(Staff.RoleClaim, role.ToString()));
            return;
        }

        AuthorizationProblemHandler.Note(context.HttpContext, refusal);
        context.Fail(refusal.Code);
    }
}
