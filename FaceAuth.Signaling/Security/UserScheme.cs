using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Security;

/// <summary>The bearer scheme of signed-in users' access tokens.</summary>
internal sealed class UserScheme(TokenIssuer issuer) : IConfigureNamedOptions<JwtBearerOptions>
{
    /// <inheritdoc/>
    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name is not Schemes.User) return;
        options.MapInboundClaims = false;
        options.TokenValidationParameters = issuer.RulesFor(TokenKind.Access);
        options.Events = new JwtBearerEvents { OnAuthenticationFailed = BearerFaults.Explain };
    }

    /// <inheritdoc/>
    public void Configure(JwtBearerOptions options)
    {
    }
}
