using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.AccountStores;

/// <summary>Reads an account in a transaction that decides by what it is, so that it is no other when that is committed.</summary>
internal sealed class HeldAccounts(StoreDatabase database, AccountSeal seal)
{
    /// <summary>Holds an account until the transaction ends, and reads it; null where it is out of reach, altered or not there.</summary>
    /// <param name="context">The transaction's.</param>
    /// <param name="id">The account.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="reach">The highest role that the account may have.</param>
    /// <param name="shared">Whether others may hold it as well: it is not changed in this transaction.</param>
    public async Task<(AccountChange Change, FaceAuthUser? User)> HeldAsync(
        FaceAuthDbContext context, Guid id, CancellationToken cancellation, AccountRole reach = AccountRole.Admin, bool shared = false)
    {
        await database.HoldAccountAsync(context, id, cancellation, shared);
        var user = await context.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellation);
        if (user is null || !seal.Holds(user)) return (AccountChange.Unknown, null);
        return user.Role > reach ? (AccountChange.OutOfReach, null) : (AccountChange.Done, user);
    }
}
