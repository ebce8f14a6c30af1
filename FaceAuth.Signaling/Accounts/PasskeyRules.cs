using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Accounts;

/// <summary>What passkeys must be like: bound to the server's name, kept by their authenticator, and the person verified there.</summary>
internal sealed class PasskeyRules(IOptions<WebOptions> web) : IConfigureOptions<IdentityPasskeyOptions>
{
    /// <summary>How long a question waits for its answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public void Configure(IdentityPasskeyOptions options)
    {
        options.AuthenticatorTimeout = Patience;
        options.UserVerificationRequirement = "required";
        options.ResidentKeyRequirement = "required";
        options.AttestationConveyancePreference = "none";
        options.ServerDomain = web.Value.PublicAddress is { Length: > 0 } address ? new Uri(address).Host : null;
        options.ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && asked.Origin == OriginOf(asked.HttpContext.Request));
    }

    /// <summary>The one origin whose pages may ask.</summary>
    string OriginOf(HttpRequest request) => web.Value.PublicAddress is { Length: > 0 } address
        ? new Uri(address).GetLeftPart(UriPartial.Authority) : $"{request.Scheme}://{request.Host}";
}
