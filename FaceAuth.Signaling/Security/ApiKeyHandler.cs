using System.Security.Claims;
using System.Text.Encodings.Web;
using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Security;

/// <summary>Knows relying parties by <c>X-Api-Key: KEY</c> or <c>Authorization: ApiKey KEY</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IRelyingPartyStore parties)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string HeaderName = "X-Api-Key";
    const string Prefix = "ApiKey ";
    const int MaxLength = 256;

    /// <summary>Whether a request tries this scheme.</summary>
    public static bool IsTried(HttpRequest request) => KeyOf(request) is not null;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOf(Request) is not { } key) return AuthenticateResult.NoResult();
        var holder = key.Length is 0 or > MaxLength ? null : await parties.AuthenticateAsync(key, Context.RequestAborted);
        if (holder is null)
        {
            AuthorizationProblemHandler.Note(Context, Refusals.ApiKeyInvalid);
            return AuthenticateResult.Fail("unknown key");
        }

        var identity = new ClaimsIdentity(
            [new(Caller.OwnerClaim, Caller.OwnerOfRelyingParty(holder.Party.Id)), new(Caller.KeyClaim, holder.KeyId.ToString())],
            Scheme.Name);
        identity.AddClaims((holder.Scopes ?? []).Select(scope => new Claim(ScopeRequirement.ScopeClaim, scope)));
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name));
    }

    /// <summary>The key that a request brings, whatever it is worth; null for none.</summary>
    public static string? KeyOf(HttpRequest request)
    {
        if (request.Headers.TryGetValue(HeaderName, out var header)) return header.ToString();
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? authorization[Prefix.Length..].Trim() : null;
    }
}
