using FaceAuth.Store.Accounts;

namespace FaceAuth.Store.Contracts;

/// <summary>Links that set a user's password anew, each once. Safe from many threads and nodes.</summary>
/// <remarks>Of a link its keyed hash is stored alone, bound to the user: who reads or writes the database has none.</remarks>
public interface IPasswordResets
{
    /// <summary>Makes a link's secret, 256 bits; the one before of that user ends.</summary>
    /// <param name="userId">Whose password.</param>
    /// <param name="lifetime">How long it is good for.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="reach">The highest role that the account may have at that moment.</param>
    /// <returns>The user's id and the secret, base64url; null where there is no such account, or it is disabled or out of reach.</returns>
    ValueTask<(AccountChange Change, string? Token)> IssueAsync(
        Guid userId, TimeSpan lifetime, CancellationToken cancellation, AccountRole reach = AccountRole.Admin);

    /// <summary>Whose password a link sets; null where it is not good.</summary>
    ValueTask<Guid?> FindAsync(string token, CancellationToken cancellation);

    /// <summary>Uses a link up: for exactly one caller it is true.</summary>
    ValueTask<bool> RedeemAsync(string token, CancellationToken cancellation);

    /// <summary>Ends the link that a user may have.</summary>
    ValueTask ForgetAsync(Guid userId, CancellationToken cancellation);
}
