using System.Security.Cryptography;
using System.Text;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Accounts;

/// <summary>A signed-in user's pair of tokens.</summary>
/// <param name="AccessToken">For the API.</param>
/// <param name="RefreshToken">For the next pair.</param>
/// <param name="ExpiresIn">Seconds that the access token is good for.</param>
/// <param name="UserName">Who signed in.</param>
internal sealed record TokenPair(string AccessToken, string RefreshToken, int ExpiresIn, string UserName)
{
    /// <summary>Never prints the tokens.</summary>
    public override string ToString() => "TokenPair { ‹private› }";
}

/// <summary>Issues users' tokens and takes refresh tokens back. Nothing is stored: a changed security stamp ends them.</summary>
internal sealed class UserTokens(TokenIssuer issuer, IOptions<UserTokenOptions> options)
{
    const string SubjectClaim = "sub";
    const string StampClaim = "stp";

    /// <summary>A new pair for a user who proved who they are.</summary>
    public TokenPair Issue(FaceAuthUser user)
    {
        var (access, refresh) = (options.Value.AccessLifetime, options.Value.RefreshLifetime);
        return new(
            issuer.Issue(TokenKind.Access, access, Claims(user, (Caller.OwnerClaim, Caller.OwnerOfUser(user.Id)))),
            issuer.Issue(TokenKind.Refresh, refresh, Claims(user, (StampClaim, StampOf(user)))),
            (int)access.TotalSeconds, user.UserName!);
    }

    /// <summary>The user a refresh token still speaks for.</summary>
    /// <returns>Null when it is not valid, not theirs any more, or they are locked out.</returns>
    public async Task<FaceAuthUser?> RedeemAsync(string refreshToken, UserManager<FaceAuthUser> users)
    {
        var token = await issuer.ReadAsync(TokenKind.Refresh, refreshToken);
        var user = token is null ? null : await users.FindByIdAsync(token.Subject);
        if (user is null || await users.IsLockedOutAsync(user)) return null;
        return token!.GetClaim(StampClaim).Value == StampOf(user) ? user : null;
    }

    static Dictionary<string, object> Claims(FaceAuthUser user, (string Name, string Value) extra) =>
        new() { [SubjectClaim] = user.Id.ToString(), [extra.Name] = extra.Value };

    /// <summary>Identity changes the stamp with the password; its hash tells nothing.</summary>
    static string StampOf(FaceAuthUser user) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(user.SecurityStamp ?? "")).AsSpan(0, 8));
}
