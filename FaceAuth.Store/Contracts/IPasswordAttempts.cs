using FaceAuth.Store.Accounts;

namespace FaceAuth.Store.Contracts;

/// <summary>Counts wrong passwords for each account, and makes the next one wait longer each time.</summary>
/// <remarks>
/// Safe from many threads and nodes.
/// Where somebody has signed in to an account from, lately, is known, by a keyed hash alone; each such place has a count of its own, and
/// all others share one. So strangers who try passwords keep other strangers waiting, and not who always signs in from there.
/// </remarks>
public interface IPasswordAttempts
{
    /// <summary>Counts an attempt as a wrong one, before it is made; false while it has to wait, and then nothing is counted.</summary>
    /// <remarks>Counted first, of attempts made at once on any number of nodes none is forgotten.</remarks>
    /// <param name="userId">The account.</param>
    /// <param name="place">Where it comes from; null where that is not known.</param>
    /// <param name="delay">How long the next one waits after so many wrong ones in a row.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<bool> TryBeginAsync(Guid userId, string? place, Func<int, TimeSpan> delay, CancellationToken cancellation);

    /// <summary>The password was right: the place is known from now on, and what was counted for it is forgotten.</summary>
    ValueTask HandleRightAsync(Guid userId, string? place, CancellationToken cancellation);

    /// <summary>Forgets all that was counted for an account.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="reach">The highest role that the account may have at that moment.</param>
    ValueTask<AccountChange> ForgetAsync(Guid userId, CancellationToken cancellation, AccountRole reach = AccountRole.Admin);
}
