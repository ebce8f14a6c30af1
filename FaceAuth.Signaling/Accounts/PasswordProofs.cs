using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Asks users who are signed in for their password, before what only they may do.</summary>
internal sealed class PasswordProofs(
    UserManager<FaceAuthUser> users, IAccountDirectory accounts, AccountStanding standing, IPasswordAttempts attempts,
    PasswordTurns turns, IAuditLog audit, TimeProvider time)
{
    /// <summary>The caller's account, where the password is right. Wrong ones count as at signing in.</summary>
    /// <remarks>
    /// What is done with it is done in the same turn. Whoever waited for theirs is looked at anew: the account is read then, and a sign-in
    /// that another password has ended meanwhile is over.
    /// </remarks>
    public async Task<Outcome<PasswordProof>> ProveAsync(Caller caller, string? password, CancellationToken cancellation)
    {
        if (!Guid.TryParse(caller.UserId, out var id)) return Refusals.AccountNeedsUser;
        if (await accounts.FindAsync(id, cancellation) is not { } known) return Refusals.AccountRemoved;
        var place = ClientOrigin.Place;
        if (await turns.TakeAsync(users.NormalizeName(known.Name), place, cancellation) is not { } turn) return PasswordTurns.None;
        FaceAuthUser? proven = null;
        try
        {
            if (!(await standing.OfAsync(id, caller.SignIn, cancellation)).TryGet(out _, out var over)) return over;
            if (await users.FindByIdAsync(caller.UserId) is not { } user) return Refusals.AccountRemoved;
            if (!await IsRightAsync(user, password, place, cancellation)) return Refusals.WrongPassword;
            proven = user;
            return new PasswordProof(user, turn);
        }
        finally
        {
            if (proven is null) turn.Dispose();
        }
    }

    async Task<bool> IsRightAsync(FaceAuthUser user, string? password, string? place, CancellationToken cancellation)
    {
        var isRight = password is { Length: <= AccountRules.MaxPasswordLength }
            && await attempts.TryBeginAsync(user.Id, place, AccountRules.DelayAfter, cancellation)
            && await users.CheckPasswordAsync(user, password);
        if (isRight) await attempts.HandleRightAsync(user.Id, place, CancellationToken.None);
        else await AuditAsync(user);
        return isRight;
    }

    // whoever hangs up is in the log all the same
    ValueTask AuditAsync(FaceAuthUser user) => audit.AppendAsync(
        new(time.GetUtcNow(), "user.password_wrong", Caller.OwnerOfUser(user.Id)) { Origin = ClientOrigin.Current },
        CancellationToken.None);
}
