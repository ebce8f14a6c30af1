namespace FaceAuth.Signaling.Accounts;

/// <summary>Lets one attempt at a time try an account's password.</summary>
/// <remarks>
/// Attempts side by side would all be checked before the first of them is counted, and of counts written at once one alone stays, so that
/// an account would hardly lock. Safe from many threads; accounts share a fixed number of turns.
/// </remarks>
internal sealed class LoginTurns : IDisposable
{
    const int Turns = 64;

    readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the account's turn; disposing what it returns ends it.</summary>
    /// <param name="account">The account's normalised name; it need not exist, so that both take the same.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async ValueTask<IDisposable> TakeAsync(string account, CancellationToken cancellation)
    {
        var turn = _turns[(uint)account.GetHashCode(StringComparison.Ordinal) % Turns];
        await turn.WaitAsync(cancellation);
        return new Turn(turn);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var turn in _turns) turn.Dispose();
    }

    sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
