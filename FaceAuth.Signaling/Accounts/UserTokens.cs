using System.Security.Cryptography;
using System.Text;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FaceAuth.Signaling.Accounts;

/// <summary>A signed-in user's pair of tokens.</summary>
/// <param name="AccessToken">For the API.</param>
/// <param name="RefreshToken">For the next pair; good once.</param>
/// <param name="ExpiresIn">Seconds that the access token is good for.</param>
/// <param name="UserName">Who signed in.</param>
internal sealed record TokenPair(
    [Field("For the API: `Authorization: Bearer …`.")] string AccessToken,
    [Field("For the next pair; good once.")] string RefreshToken,
    [Field("Seconds that the access token is good for.", Least = 1)] int ExpiresIn,
    [Field("Who signed in.")] string UserName)
{
    /// <summary>Never prints the tokens.</summary>
    public override string ToString() => "TokenPair { ‹private› }";
}

/// <summary>What a refresh token says that this server signed.</summary>
/// <param name="UserId">Whose it is.</param>
/// <param name="SignInId">The sign-in that it keeps up.</param>
/// <param name="Generation">Its number among that sign-in's tokens.</param>
/// <param name="Stamp">Stands for the user's security stamp when it was issued.</param>
internal sealed record RefreshTicket(string UserId, Guid SignInId, int Generation, string Stamp);

/// <summary>Signs users' tokens and reads them. Whether a refresh token is still good is for <see cref="SignIns"/> to say.</summary>
internal sealed class UserTokens(TokenIssuer issuer, IOptions<UserTokenOptions> options, TimeProvider time)
{
    /// <summary>In both tokens: the sign-in that they belong to.</summary>
    public const string SignInClaim = "sin";

    const int MaxLength = 4096;
    const string SubjectClaim = "sub";
    const string StampClaim = "stp";
    const string GenerationClaim = "gen";

    /// <summary>A pair for a sign-in's latest generation.</summary>
    public TokenPair Issue(FaceAuthUser user, SignIn signIn)
    {
        var access = options.Value.AccessLifetime;
        return new(
            issuer.Issue(TokenKind.Access, access, new Dictionary<string, object>
            {
                [SubjectClaim] = user.Id.ToString(),
                [SignInClaim] = signIn.Id.ToString(),
                [Caller.OwnerClaim] = Caller.OwnerOfUser(user.Id),
            }),
            issuer.Issue(TokenKind.Refresh, signIn.ExpiresAt - time.GetUtcNow(), new Dictionary<string, object>
            {
                [SubjectClaim] = user.Id.ToString(),
                [SignInClaim] = signIn.Id.ToString(),
                [GenerationClaim] = signIn.Generation,
                [StampClaim] = StampOf(user),
            }),
            (int)access.TotalSeconds, user.UserName!);
    }

    /// <summary>What a refresh token says; null when it is none of this server's or has run out.</summary>
    public async Task<RefreshTicket?> ReadAsync(string? refreshToken)
    {
        if (refreshToken is not { Length: > 0 and <= MaxLength }) return null;
        // a token of a version that did not count them names no sign-in
        return await issuer.ReadAsync(TokenKind.Refresh, refreshToken) is { } token
            && token.TryGetPayloadValue<string>(SignInClaim, out var signIn) && Guid.TryParse(signIn, out var id)
            && token.TryGetPayloadValue<int>(GenerationClaim, out var generation)
            && token.TryGetPayloadValue<string>(StampClaim, out var stamp)
                ? new(token.Subject, id, generation, stamp) : null;
    }

    /// <summary>The sign-in that an access token belongs to.</summary>
    public static Guid? SignInOf(JsonWebToken token) =>
        token.TryGetPayloadValue<string>(SignInClaim, out var signIn) && Guid.TryParse(signIn, out var id) ? id : null;

    /// <summary>Identity changes the stamp with the password; its hash tells nothing.</summary>
    public static string StampOf(FaceAuthUser user) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(user.SecurityStamp ?? "")).AsSpan(0, 8));
}
