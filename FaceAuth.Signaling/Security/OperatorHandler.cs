using System.Security.Claims;
using System.Text.Encodings.Web;
using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Security;

/// <summary>Knows the operator by <c>X-Operator-Key: KEY</c>.</summary>
internal sealed class OperatorHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, OperatorKey key)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string HeaderName = "X-Operator-Key";
    const int MaxLength = 1024;
    const string Bearer = "Bearer ";

    /// <summary>Whether a request is of somebody's account: it brings a token, and no key of the operator's.</summary>
    public static bool IsUsers(HttpRequest request) =>
        !request.Headers.ContainsKey(HeaderName)
        && request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var given = Request.Headers[HeaderName].ToString();
        if (!key.IsSet)
        {
            // known, as it were, and allowed nothing: 403 says that no key would help
            AuthorizationProblemHandler.Note(Context, Refusals.OperatorClosed);
            return Task.FromResult(Success(new ClaimsIdentity(Scheme.Name)));
        }

        if (given.Length is > 0 and <= MaxLength && key.Matches(given))
            return Task.FromResult(Success(new ClaimsIdentity([new(Staff.RoleClaim, nameof(AccountRole.Admin))], Scheme.Name)));
        AuthorizationProblemHandler.Note(Context, Refusals.OperatorKeyInvalid);
        return Task.FromResult(AuthenticateResult.Fail("unknown key"));
    }

    AuthenticateResult Success(ClaimsIdentity identity) => AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name));
}
