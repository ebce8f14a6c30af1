using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Hubs;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Security;

/// <summary>The two bearer schemes: which token each takes, from where, and what it says about a bad one.</summary>
internal sealed class BearerSchemes(TokenIssuer issuer, SessionReturn back) : IConfigureNamedOptions<JwtBearerOptions>
{
    /// <inheritdoc/>
    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name is not (Schemes.User or Schemes.Session)) return;
        options.MapInboundClaims = false;
        options.TokenValidationParameters = name == Schemes.User ? issuer.RulesFor(TokenKind.Access) : back.Rules();
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = name == Schemes.Session ? TakeFromQuery : _ => Task.CompletedTask,
            OnTokenValidated = name == Schemes.Session ? back.HandleValidated : _ => Task.CompletedTask,
            OnAuthenticationFailed = Explain,
        };
    }

    /// <inheritdoc/>
    public void Configure(JwtBearerOptions options)
    {
    }

    /// <summary>Browsers cannot set headers on a WebSocket; SignalR's clients send the token in the query.</summary>
    static Task TakeFromQuery(MessageReceivedContext context)
    {
        if (context.Request.Path.StartsWithSegments(SignalingHub.Path) && context.Request.Query["access_token"] is [{ Length: > 0 } token])
            context.Token = token;
        return Task.CompletedTask;
    }

    static Task Explain(AuthenticationFailedContext context)
    {
        var expired = context.Exception is SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException;
        AuthRefusals.Note(context.HttpContext, expired ? Refusals.TokenExpired : Refusals.TokenInvalid);
        return Task.CompletedTask;
    }
}
