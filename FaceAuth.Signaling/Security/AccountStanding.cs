using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Security;

/// <summary>How an account stands at this moment, whatever a token says that was issued minutes ago. Safe from many threads.</summary>
/// <remarks>
/// Asked at every request of a user: so a role that was taken away, and an account that was disabled or deleted, counts at once. A token
/// is good as long as its sign-in is there: a password that was set anew, and signing out, end it at once.
/// </remarks>
internal sealed class AccountStanding(IAccountDirectory accounts, ISignInStore signIns)
{
    /// <summary>How far two nodes' clocks may be apart.</summary>
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

    /// <summary>Why a session of an owner is not to go on; null where it may.</summary>
    /// <remarks>A user's ends with the sign-ins that were there when it was made: by then another password may have been set.</remarks>
    /// <param name="owner">Whose it is.</param>
    /// <param name="madeAt">When it was made.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Refusal?> RefusalOfAsync(string owner, DateTimeOffset madeAt, CancellationToken cancellation)
    {
        if (Caller.UserOf(owner) is not { } user) return null;
        if (await accounts.FindAsync(user, cancellation) is not { } account) return Refusals.AccountRemoved;
        if (account.DisabledAt is not null) return Refusals.AccountDisabled;
        return (await signIns.ListAsync(user, cancellation)).Any(one => MayBear(one.CreatedAt, madeAt)) ? null : SignedOut;
    }

    /// <summary>Whether a session may be of a sign-in: it was begun before, as far as the nodes' clocks tell.</summary>
    public static bool MayBear(DateTimeOffset signedInAt, DateTimeOffset madeAt) => signedInAt <= madeAt + ClockLeeway;
}
