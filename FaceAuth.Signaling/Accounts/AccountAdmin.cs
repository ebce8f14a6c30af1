using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Accounts;

/// <summary>What the staff does with accounts, over the API and the command line; all of it is audited, by ids alone.</summary>
internal sealed class AccountAdmin(
    IAccountDirectory accounts, Credentials credentials, IPasswordAttempts attempts, IFaceMarks faces, IPasswordResets resets,
    ISubjectStore subjects, SubjectErasure erasure, UserManager<FaceAuthUser> users, IAuditLog audit, IOptions<WebOptions> web,
    TimeProvider time)
{

    /// <summary>How long a link sets a password.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(1);

    static readonly TimeSpan EnrolWindow = TimeSpan.FromHours(1);

    /// <summary>What links begin with; empty where the server does not know its own address.</summary>
    public string Address => web.Value.LinkAddress;

    /// <summary>Creates an account; without a password nobody signs in to it until a link set one.</summary>
    public async Task<Outcome<FaceAuthUser>> CreateAsync(string? name, string? password, AccountRole role)
    {
        var added = password is null ? await credentials.AddWithoutAsync(name, role) : await credentials.AddAsync(name, password, role);
        if (added.TryGet(out var user, out _) && role != AccountRole.User) await AuditAsync("user.role_set", user.Id, role);
        return added;
    }

    /// <summary>Gives an account a role; null where it is done.</summary>
    public async Task<Refusal?> SetRoleAsync(Guid user, AccountRole role, bool evenLastAdmin, CancellationToken cancellation)
    {
        if (RefusalOf(await accounts.SetRoleAsync(user, role, cancellation, evenLastAdmin)) is { } refusal) return refusal;
        await AuditAsync("user.role_set", user, role);
        return null;
    }

    /// <summary>Disables an account, or enables it; by whom decides which it may be.</summary>
    public async Task<Refusal?> SetDisabledAsync(
        Guid user, bool isDisabled, bool evenLastAdmin, CancellationToken cancellation, Staff? staff = null)
    {
        var changed = await accounts.SetDisabledAsync(user, isDisabled, cancellation, evenLastAdmin, ReachOf(staff));
        if (RefusalOf(changed) is { } refusal) return refusal;
        await AuditAsync(isDisabled ? "user.disabled" : "user.enabled", user);
        return null;
    }

    /// <summary>Forgets wrong passwords.</summary>
    public async Task<Refusal?> UnlockAsync(Guid user, CancellationToken cancellation, Staff? staff = null)
    {
        if (RefusalOf(await attempts.ForgetAsync(user, cancellation, ReachOf(staff))) is { } refusal) return refusal;
        // versions that locked accounts for a time left it there
        if (await users.FindByIdAsync(user.ToString()) is { LockoutEnd: not null } locked) await users.SetLockoutEndDateAsync(locked, null);
        await AuditAsync("user.unlocked", user);
        return null;
    }

    /// <summary>Lets a user enrol another face, or add a passkey, without a proof.</summary>
    public async Task<Refusal?> LetEnrolAsync(Guid user, CancellationToken cancellation, Staff? staff = null)
    {
        var changed = await faces.LetEnrolAsync(user, time.GetUtcNow() + EnrolWindow, cancellation, ReachOf(staff));
        if (RefusalOf(changed) is { } refusal) return refusal;
        await AuditAsync("user.may_enroll", user);
        return null;
    }

    /// <summary>Makes the secret of a link that sets the password anew, once.</summary>
    public async Task<Outcome<string>> NewLinkAsync(Guid user, CancellationToken cancellation, Staff? staff = null)
    {
        var (change, token) = await resets.IssueAsync(user, LinkLifetime, cancellation, ReachOf(staff));
        if (RefusalOf(change) is { } refusal) return refusal;
        await AuditAsync("user.reset_link", user);
        return token!;
    }

    /// <summary>Removes an account, and its face before it.</summary>
    /// <returns>The receipt of the face; null where there was none.</returns>
    public async Task<Outcome<string?>> RemoveAsync(Guid user, bool evenLastAdmin, CancellationToken cancellation)
    {
        // a face is erased at all events; whether the account may go is known before
        if (!evenLastAdmin && RefusalOf(await accounts.SetDisabledAsync(user, true, cancellation)) is { } refusal) return refusal;
        var receipt = await EraseAsync(user, cancellation);
        if (RefusalOf(await accounts.RemoveAsync(user, cancellation, evenLastAdmin)) is { } gone) return gone;
        await AuditAsync("user.removed", user);
        return receipt;
    }

    async Task<string?> EraseAsync(Guid user, CancellationToken cancellation)
    {
        var owner = Caller.OwnerOfUser(user);
        var subject = await subjects.FindAsync(owner, user.ToString(), cancellation);
        return (await erasure.EraseAsync(subject, StaffScope.ActorOr(owner), cancellation)).TryGet(out var receipt, out _) ? receipt : null;
    }

    static Refusal? RefusalOf(AccountChange change) => change switch
    {
        AccountChange.Done => null,
        AccountChange.LastAdmin => Refusals.LastAdmin,
        AccountChange.OutOfReach => Refusals.AccountOutOfReach,
        AccountChange.Disabled => Refusals.LinkWhileDisabled,
        _ => Refusals.AccountUnknown,
    };

    /// <summary>Looked at in the transaction that changes the account: it may be another's since the request was let in.</summary>
    static AccountRole ReachOf(Staff? staff) => (staff ?? Staff.Operator).Reach;

    ValueTask AuditAsync(string action, Guid user, AccountRole? role = null)
    {
        var owner = Caller.OwnerOfUser(user);
        var also = role is { } given ? $",\"role\":\"{AccountRoles.NameOf(given)}\"" : "";
        var details = $$"""{"account":"{{owner}}"{{also}}}""";
        var entry = new AuditEntry(time.GetUtcNow(), action, StaffScope.ActorOr(owner), Details: details) { Origin = ClientOrigin.Current };
        return audit.AppendAsync(entry, CancellationToken.None);
    }
}
