using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Accounts;

/// <summary>What the staff does with accounts on a server that runs: what they do at this moment ends with it.</summary>
/// <remarks>For the API and the console alike; commands have no live sessions and use <see cref="AccountAdmin"/>.</remarks>
internal sealed class AccountDesk(
    AccountAdmin admin, IAccountDirectory accounts, ISignInStore signIns, SessionRegistry registry, IAuditLog audit, TimeProvider time)
{
    /// <summary>What is said of a role that is none.</summary>
    public static Refusal BadRole => Refusals.BadRequest.With($"Set role to {string.Join(", ", AccountRoles.Names)}.");

    /// <summary>What links begin with; empty where the server does not know its own address.</summary>
    public string Address => admin.Address;

    /// <summary>Makes an account; without a password with the secret of the link that sets one.</summary>
    public async Task<Outcome<(FaceAuthUser User, string? Token)>> CreateAsync(
        string? name, string? password, string role, Staff staff, CancellationToken cancellation)
    {
        if (AccountRoles.Find(role) is not { } wanted) return BadRole;
        if (!staff.MayChange(wanted)) return Refusals.AccountOutOfReach;
        if (!(await admin.CreateAsync(name, password, wanted)).TryGet(out var user, out var refusal)) return refusal;
        if (password is not null) return (user, (string?)null);
        return (await admin.NewLinkAsync(user.Id, cancellation, staff)).TryGet(out var token, out refusal) ? (user, token) : refusal;
    }

    /// <summary>Lets nobody sign in to an account; null where it is done.</summary>
    public async Task<Refusal?> DisableAsync(Guid user, Staff staff, CancellationToken cancellation)
    {
        if (await admin.SetDisabledAsync(user, true, false, cancellation, staff) is { } refusal) return refusal;
        registry.StopOwner(Caller.OwnerOfUser(user), Refusals.AccountDisabled);
        return null;
    }

    /// <summary>Removes an account, and its face before it.</summary>
    /// <returns>The receipt of the face; null where there was none.</returns>
    public Task<Outcome<string?>> RemoveAsync(Guid user, CancellationToken cancellation)
    {
        registry.StopOwner(Caller.OwnerOfUser(user), EndRefusals.Cancelled);
        return admin.RemoveAsync(user, false, cancellation);
    }

    /// <summary>Ends one of an account's sign-ins; null where it is done.</summary>
    public async Task<Refusal?> EndSignInAsync(Guid user, Guid signIn, Staff staff, CancellationToken cancellation)
    {
        if (await WhyNotAsync(user, staff, cancellation) is { } refusal) return refusal;
        if (!await signIns.EndAsync(user, signIn, CancellationToken.None)) return Refusals.SignInUnknown;
        registry.EndReturns(Caller.OwnerOfUser(user));
        await AuditAsync("user.sign_in_ended", user);
        return null;
    }

    /// <summary>Ends every sign-in of an account, and what it does at this moment; null where it is done.</summary>
    public async Task<Refusal?> EndSignInsAsync(Guid user, Staff staff, CancellationToken cancellation)
    {
        if (await WhyNotAsync(user, staff, cancellation) is { } refusal) return refusal;
        await signIns.EndAllAsync(user, CancellationToken.None);
        registry.StopOwner(Caller.OwnerOfUser(user), EndRefusals.SignedOut);
        await AuditAsync("user.logout_everywhere", user);
        return null;
    }

    async Task<Refusal?> WhyNotAsync(Guid user, Staff staff, CancellationToken cancellation) =>
        await accounts.FindAsync(user, cancellation) is not { } account ? Refusals.AccountUnknown
            : staff.MayChange(account.Role) ? null : Refusals.AccountOutOfReach;

    ValueTask AuditAsync(string action, Guid user)
    {
        var details = $$"""{"account":"{{Caller.OwnerOfUser(user)}}"}""";
        var entry = new AuditEntry(time.GetUtcNow(), action, StaffScope.Actor, Details: details) { Origin = ClientOrigin.Current };
        return audit.AppendAsync(entry, CancellationToken.None);
    }
}
