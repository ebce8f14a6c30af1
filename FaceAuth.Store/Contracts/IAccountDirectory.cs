using FaceAuth.Store.Accounts;

namespace FaceAuth.Store.Contracts;

/// <summary>Accounts beside signing in: which there are, what they may do, their end. Safe from many threads and nodes.</summary>
/// <remarks>
/// An account that was altered in the database is reported and not found. A change counts from the moment it returns. Disabling an account,
/// and enabling it again, ends its sign-ins and gives it a new security stamp.
/// </remarks>
public interface IAccountDirectory
{
    /// <summary>One account; null where there is none.</summary>
    ValueTask<AccountRecord?> FindAsync(Guid id, CancellationToken cancellation);

    /// <summary>Accounts in the order in which they were made.</summary>
    /// <param name="after">The last one looked at for the page before; null for the first page.</param>
    /// <param name="count">How many are looked at.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="role">Only those of this role; null for all.</param>
    ValueTask<AccountPage> ListAsync(Guid? after, int count, CancellationToken cancellation, AccountRole? role = null);

    /// <summary>Those of some accounts, at most 1000, that nobody may sign in to: disabled, or not there.</summary>
    ValueTask<IReadOnlyList<Guid>> ClosedAmongAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellation);

    /// <summary>Gives an account a role in place of the one that it has.</summary>
    /// <param name="id">The account.</param>
    /// <param name="role">The role.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="evenLastAdmin">Whether it may leave no admin who can sign in.</param>
    ValueTask<AccountChange> SetRoleAsync(Guid id, AccountRole role, CancellationToken cancellation, bool evenLastAdmin = false);

    /// <summary>Disables an account, or enables it again; as <see cref="SetRoleAsync"/>.</summary>
    /// <param name="id">The account.</param>
    /// <param name="isDisabled">Which.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="evenLastAdmin">Whether it may leave no admin who can sign in.</param>
    /// <param name="reach">The highest role that the account may have at that moment.</param>
    ValueTask<AccountChange> SetDisabledAsync(
        Guid id, bool isDisabled, CancellationToken cancellation, bool evenLastAdmin = false, AccountRole reach = AccountRole.Admin);

    /// <summary>Removes an account with its sign-ins and passkeys; its face is erased before. As <see cref="SetRoleAsync"/>.</summary>
    ValueTask<AccountChange> RemoveAsync(Guid id, CancellationToken cancellation, bool evenLastAdmin = false);
}
