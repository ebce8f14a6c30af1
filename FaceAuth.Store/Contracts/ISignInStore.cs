using FaceAuth.Store.Accounts;

namespace FaceAuth.Store.Contracts;

/// <summary>Keeps users' sign-ins and which refresh token of each is the latest. Safe from many threads and many nodes.</summary>
/// <remarks>Of the tokens nothing is stored, not even a hash: they are signed, and name their sign-in and their number.</remarks>
public interface ISignInStore
{
    /// <summary>Begins a sign-in; where a user has as many as they may, the one that was unused for longest ends.</summary>
    /// <param name="user">Whose, as they were when they proved who they are.</param>
    /// <param name="client">What the browser or program calls itself, at most 256 characters.</param>
    /// <param name="terms">How long it lasts.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="byPasskey">Whether the user showed a passkey.</param>
    /// <returns>Null where the account is disabled by now, or has another security stamp: what was proved proves nothing any more.</returns>
    ValueTask<SignIn?> BeginAsync(
        FaceAuthUser user, string? client, SignInTerms terms, CancellationToken cancellation, bool byPasskey = false);

    /// <summary>Uses up a token: for exactly one caller it is <see cref="SignInUse.Rotated"/>.</summary>
    /// <param name="id">The sign-in that it names.</param>
    /// <param name="generation">Its number.</param>
    /// <param name="terms">How long the next one is good for.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The sign-in as it is now; null with <see cref="SignInUse.Unknown"/>.</returns>
    ValueTask<(SignInUse Use, SignIn? SignIn)> RotateAsync(Guid id, int generation, SignInTerms terms, CancellationToken cancellation);

    /// <summary>One sign-in of a user that has not run out; null where there is none.</summary>
    ValueTask<SignIn?> FindAsync(Guid userId, Guid id, CancellationToken cancellation);

    /// <summary>A user's sign-ins that have not run out, the latest used first.</summary>
    ValueTask<IReadOnlyList<SignIn>> ListAsync(Guid userId, CancellationToken cancellation);

    /// <summary>When the oldest sign-in of each of some users was begun, at most 1000; who has none that has not run out is left out.</summary>
    ValueTask<IReadOnlyDictionary<Guid, DateTimeOffset>> OldestAmongAsync(
        IReadOnlyCollection<Guid> userIds, CancellationToken cancellation);

    /// <summary>Ends one sign-in of a user; false where there is none.</summary>
    ValueTask<bool> EndAsync(Guid userId, Guid id, CancellationToken cancellation);

    /// <summary>Ends every sign-in of a user; returns how many.</summary>
    ValueTask<int> EndAllAsync(Guid userId, CancellationToken cancellation);
}
