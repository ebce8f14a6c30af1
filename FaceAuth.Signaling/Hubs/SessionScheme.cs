using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hubs;

/// <summary>The bearer scheme of session tokens, which a browser's hub connection brings.</summary>
internal sealed class SessionScheme(SessionReturn back) : IConfigureNamedOptions<JwtBearerOptions>
{
    const string Bearer = "Bearer ";

    /// <inheritdoc/>
    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name is not Schemes.Session) return;
        options.MapInboundClaims = false;
        options.TokenValidationParameters = back.Rules();
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = TakeFromQuery,
            OnTokenValidated = back.HandleValidated,
            OnAuthenticationFailed = BearerFaults.Explain,
        };
    }

    /// <inheritdoc/>
    public void Configure(JwtBearerOptions options)
    {
    }

    /// <summary>The token that a request to the hub brings, whatever it is worth; empty for none.</summary>
    public static string TokenOf(HttpRequest request)
    {
        if (FromQuery(request) is { } token) return token;
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "";
    }

    /// <summary>Browsers cannot set headers on a WebSocket; SignalR's clients send the token in the query.</summary>
    static string? FromQuery(HttpRequest request) => request.Query["access_token"] is [{ Length: > 0 } token] ? token : null;

    static Task TakeFromQuery(MessageReceivedContext context)
    {
        if (context.Request.Path.StartsWithSegments(SignalingHub.Path) && FromQuery(context.Request) is { } token) context.Token = token;
        return Task.CompletedTask;
    }
}
