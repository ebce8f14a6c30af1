using System.Text.Encodings.Web;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Admin.Access;

/// <summary>Knows the staff by <see cref="ConsoleCookie"/>; what the account may do is asked anew at every request.</summary>
internal sealed class ConsoleScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ConsoleCookie cookie,
    AccountStanding standing) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await cookie.ReadAsync(Request) is not var (user, signIn, name)) return AuthenticateResult.NoResult();
        var found = await standing.OfAsync(user, signIn, Context.RequestAborted);
        if (!found.TryGet(out var role, out var refusal))
        {
            AuthorizationProblemHandler.Note(Context, refusal);
            return AuthenticateResult.Fail(refusal.Code);
        }

        if (role == AccountRole.User) return AuthenticateResult.Fail(ConsoleSignIn.NoRole.Code);
        return AuthenticateResult.Success(
            new(ConsoleClaims.Make(user, signIn, name, role, ClientOrigin.Current), Schemes.Console));
    }
}
