using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Users' sign-ins: begun with a password, kept up by refresh tokens that are good once, ended one by one or all.</summary>
/// <remarks>
/// A token that is redeemed a second time shows that somebody has a copy, and ends its sign-in (RFC 9700 §4.14.2,
/// https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2). Within a few seconds it is a second tab, or an answer that was lost: it is
/// answered with a token of the number that the first one got, signed anew, so that the line never forks and a thief in those seconds is
/// found out at the next refresh.
/// </remarks>
internal sealed class SignIns(
    UserManager<FaceAuthUser> users, UserTokens tokens, ISignInStore store, SessionRegistry registry, TokenRates rates, IAuditLog audit,
    IOptions<UserTokenOptions> options, TimeProvider time)
{
    static readonly TimeSpan ProofLifetime = TimeSpan.FromMinutes(5);

    SignInTerms Terms => new(options.Value.RefreshLifetime, options.Value.SignInLifetime, options.Value.RefreshGrace);

    /// <summary>The first pair of tokens of a user who proved who they are.</summary>
    /// <returns>Null where what they proved it with was changed meanwhile, or the account disabled.</returns>
    public async Task<TokenPair?> BeginAsync(FaceAuthUser user, CancellationToken cancellation, bool byPasskey = false)
    {
        if (await store.BeginAsync(user, ClientOrigin.Current?.UserAgent, Terms, cancellation, byPasskey) is { } signIn)
            return tokens.Issue(user, signIn);
        await AuditAsync("user.login_failed", user.Id);
        return null;
    }

    /// <summary>A sign-in that is kept up by no token and ends after a time; null as of <see cref="BeginAsync"/>.</summary>
    public async Task<SignIn?> OpenAsync(FaceAuthUser user, TimeSpan lifetime, bool byPasskey, CancellationToken cancellation)
    {
        var terms = new SignInTerms(lifetime, lifetime, TimeSpan.Zero);
        var signIn = await store.BeginAsync(user, ClientOrigin.Current?.UserAgent, terms, cancellation, byPasskey);
        if (signIn is null) await AuditAsync("user.login_failed", user.Id);
        return signIn;
    }

    /// <summary>Signs out of one that is kept up by no token.</summary>
    public async Task CloseAsync(Guid userId, Guid signIn)
    {
        if (!await store.EndAsync(userId, signIn, CancellationToken.None)) return;
        registry.EndReturns(Caller.OwnerOfUser(userId));
        await AuditAsync("user.logout", userId);
    }

    /// <summary>Ends every sign-in of a user, and what they do at this moment.</summary>
    public async Task EndAllAsync(Guid userId)
    {
        await store.EndAllAsync(userId, CancellationToken.None);
        registry.StopOwner(Caller.OwnerOfUser(userId), EndRefusals.SignedOut);
    }

    /// <summary>The next pair for a refresh token.</summary>
    public async Task<Outcome<TokenPair>> RefreshAsync(string? refreshToken)
    {
        var token = await tokens.ReadAsync(refreshToken);
        // else whoever renews a copy as often as they may would hide behind it: what is used up already renews nothing
        if (await rates.WhyNotAsync(token?.SignInId) is { } tooMany && !await IsUsedUpAsync(token)) return tooMany;
        return await RedeemAsync(token) is var (user, signIn) ? tokens.Issue(user, signIn) : Refusals.RefreshFailed;
    }

    /// <summary>Ends the sign-in of a refresh token, or every one of its user; null where it is done.</summary>
    /// <remarks>Access and session tokens run out by themselves. Which others end is said again by who signed in just now.</remarks>
    public async Task<Refusal?> LogoutAsync(string? refreshToken, bool everywhere, CancellationToken cancellation)
    {
        var token = await tokens.ReadAsync(refreshToken);
        // a good one signs out however often it was renewed
        if (token is null) return await rates.WhyNotAsync(null) ?? Refusals.RefreshFailed;
        if (everywhere && Guid.TryParse(token.UserId, out var id)
            && await store.FindAsync(id, token.SignInId, cancellation) is { } open && open.CreatedAt <= time.GetUtcNow() - ProofLifetime)
            return Refusals.SignInAgain;
        if (await RedeemAsync(token) is not var (user, signIn)) return Refusals.RefreshFailed;
        if (everywhere) await EndAllAsync(user);
        else await store.EndAsync(user.Id, signIn.Id, CancellationToken.None);
        registry.EndReturns(Caller.OwnerOfUser(user.Id));
        await AuditAsync(everywhere ? "user.logout_everywhere" : "user.logout", user.Id);
        return null;
    }

    /// <summary>Ends one of a user's sign-ins; false when there is none of that id.</summary>
    public async Task<bool> EndAsync(Guid userId, Guid signIn)
    {
        if (!await store.EndAsync(userId, signIn, CancellationToken.None)) return false;
        registry.EndReturns(Caller.OwnerOfUser(userId));
        await AuditAsync("user.sign_in_ended", userId);
        return true;
    }

    /// <summary>Whether a token was used up, longer ago than its answer may have been lost: it comes from a copy.</summary>
    async Task<bool> IsUsedUpAsync(RefreshTicket? token) =>
        token is not null && Guid.TryParse(token.UserId, out var user)
        && await store.FindAsync(user, token.SignInId, CancellationToken.None) is { } latest
        && (latest.Generation > token.Generation + 1
            || (latest.Generation > token.Generation && time.GetUtcNow() - latest.UsedAt > Terms.Grace));

    /// <summary>Who a good refresh token speaks for, and their sign-in with its next token; null when it is not good.</summary>
    async Task<(FaceAuthUser User, SignIn SignIn)?> RedeemAsync(RefreshTicket? token)
    {
        if (token is null || await users.FindByIdAsync(token.UserId) is not { } user
            || user.DisabledAt is not null || token.Stamp != UserTokens.StampOf(user)) return null;
        // not half of it when the caller hangs up: the token would be used up and its reuse not be told
        var (use, signIn) = await store.RotateAsync(token.SignInId, token.Generation, Terms, CancellationToken.None);
        if (use is SignInUse.Rotated or SignInUse.Repeated) return (user, signIn!);
        if (use is SignInUse.Reused)
        {
            registry.EndReturns(Caller.OwnerOfUser(user.Id));
            await AuditAsync("user.refresh_reused", user.Id);
        }

        return null;
    }

    /// <summary>The stamp ends tokens of whatever sign-in, even of one that begins at this moment.</summary>
    async Task EndAllAsync(FaceAuthUser user)
    {
        await users.UpdateSecurityStampAsync(user);
        await EndAllAsync(user.Id);
    }

    ValueTask AuditAsync(string action, Guid userId) => audit.AppendAsync(
        new(time.GetUtcNow(), action, Caller.OwnerOfUser(userId)) { Origin = ClientOrigin.Current }, CancellationToken.None);
}
