using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Security;

/// <summary>How an account stands at this moment, whatever a token says that was issued minutes ago. Safe from many threads.</summary>
/// <remarks>
/// Asked at every request of a user: so a role that was taken away, and an account that was disabled or deleted, counts at once. A token
/// is good as long as its sign-in is there: a password that was set anew, and signing out, end it at once.
/// </remarks>
internal sealed class AccountStanding(IAccountDirectory accounts, ISignInStore signIns, IRelyingPartyStore parties)
{
    /// <summary>How far two nodes' clocks may be apart, where only they tell which sign-in a session is of.</summary>
    static readonly TimeSpan ClockLeeway = TimeSpan.FromSeconds(5);

    /// <summary>What is said of a token whose sign-in is over: it was good, and is from here.</summary>
    static readonly Refusal SignedOut = Refusals.TokenInvalid with
    {
        Title = "Signed out",
        Text = "The sign-in of this token has ended: by signing out, by a new password, or because somebody ended it. Sign in again.",
    };

    /// <summary>The role of a user, or why their token is good for nothing.</summary>
    public async Task<Outcome<AccountRole>> OfAsync(Guid user, Guid? signIn, CancellationToken cancellation)
    {
        if (await accounts.FindAsync(user, cancellation) is not { } account) return Refusals.AccountRemoved;
        if (account.DisabledAt is not null) return Refusals.AccountDisabled;
        return signIn is { } id && await signIns.FindAsync(user, id, cancellation) is not null ? account.Role : SignedOut;
    }

    /// <summary>Why a session is not to begin; null where it may.</summary>
    /// <remarks>A user's stands as long as the sign-in that it was made in, a relying party's as long as its key is not revoked.</remarks>
    public async Task<Refusal?> RefusalOfAsync(SessionRecord session, CancellationToken cancellation)
    {
        if (Caller.UserOf(session.Owner) is not { } user) return await RefusalOfPartyAsync(session, cancellation);
        if (await accounts.FindAsync(user, cancellation) is not { } account) return Refusals.AccountRemoved;
        if (account.DisabledAt is not null) return Refusals.AccountDisabled;
        var stands = session.SignInId is { } id ? await signIns.FindAsync(user, id, cancellation) is not null
            : (await signIns.ListAsync(user, cancellation)).Any(one => MayBear(one.CreatedAt, session.CreatedAt));
        return stands ? null : SignedOut;
    }

    async Task<Refusal?> RefusalOfPartyAsync(SessionRecord session, CancellationToken cancellation) =>
        session.KeyId is { } key && Caller.RelyingPartyOf(session.Owner) is { } party
            && !await parties.HasKeyAsync(party, key, cancellation) ? Refusals.ApiKeyInvalid : null;

    /// <summary>Whether a session that an earlier version made may be of a sign-in: it names none, and was made after it was begun.</summary>
    public static bool MayBear(DateTimeOffset signedInAt, DateTimeOffset madeAt) => signedInAt <= madeAt + ClockLeeway;
}
