using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Signaling.Admin.Accounts;

/// <summary>A page of accounts.</summary>
internal sealed record AccountLines(IReadOnlyList<AccountRecord> Accounts, string? Next);

/// <summary>An account and what it signs in with.</summary>
internal sealed record AccountWhole(
    AccountRecord Account, bool HasPassword, IReadOnlyList<UserPasskeyInfo> Passkeys, IReadOnlyList<SignIn> SignIns, Subject? Face);

/// <summary>Accounts as the staff sees them.</summary>
internal sealed class AccountLooks(
    IAccountDirectory accounts, UserManager<FaceAuthUser> users, ISignInStore signIns, ISubjectStore subjects)
{
    /// <summary>A page, or the one account of a whole name or an id: names are stored sealed, and found by no part of them.</summary>
    public async Task<Outcome<AccountLines>> ListAsync(string? text, string? role, string? after)
    {
        var wanted = AccountRoles.Find(role);
        if (role is not null && wanted is null) return AccountDesk.BadRole;
        if (!Paging.TryRead(after, Paging.Usual, out Guid? last)) return Paging.Bad;
        if (text is null)
        {
            var page = await accounts.ListAsync(last, Paging.Usual, CancellationToken.None, wanted);
            return new AccountLines(page.Accounts, Paging.Next(page.Last));
        }

        var id = Guid.TryParse(text, out var given) ? given : (await users.FindByNameAsync(text))?.Id;
        var found = id is { } known ? await accounts.FindAsync(known, CancellationToken.None) : null;
        return new AccountLines(found is null || (wanted is not null && found.Role != wanted) ? [] : [found], null);
    }

    /// <summary>One account.</summary>
    public async Task<Outcome<AccountWhole>> ShowAsync(Guid id)
    {
        if (await accounts.FindAsync(id, CancellationToken.None) is not { } account
            || await users.FindByIdAsync(id.ToString()) is not { } user)
            return Refusals.AccountUnknown.With("There is no account of this id. It may be mistyped, or was removed.");
        return new AccountWhole(
            account, user.PasswordHash is not null, [.. await users.GetPasskeysAsync(user)],
            await signIns.ListAsync(id, CancellationToken.None),
            await subjects.FindAsync(Caller.OwnerOfUser(id), id.ToString(), CancellationToken.None));
    }
}
