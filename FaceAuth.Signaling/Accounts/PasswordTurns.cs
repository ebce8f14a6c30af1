using System.Diagnostics.CodeAnalysis;
using FaceAuth.Signaling.Errors;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Lets the passwords that are tried for one account, from one place, take turns. Safe from many threads.</summary>
/// <remarks>
/// Each try counts as a wrong one until it is known to be right, so that tries at once are no more than tries one by one. Side by side,
/// right ones would refuse each other. Strangers elsewhere hold up nobody's turn: places wait apart, as they are counted.
/// </remarks>
internal sealed class PasswordTurns(TimeProvider time)
{
    /// <summary>What is said where there is none.</summary>
    public static readonly Refusal None = Refusals.TooManyRequests with { RetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>How long a turn is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>More than that wait for no turn at one account from one place.</summary>
    public const int MostWaiting = 256;

    readonly Lock _gate = new();
    readonly Dictionary<string, Line> _lines = [];   // of those who have or wait for a turn

    /// <summary>Waits for a turn, which ends when it is disposed of; null where there is none in time.</summary>
    /// <param name="name">The account's name, whether there is such an account or not: how long it takes tells nothing.</param>
    /// <param name="place">Where the try comes from; null where that is not known.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IDisposable?> TakeAsync(string name, string? place, CancellationToken cancellation)
    {
        var key = $"{place} {name}";   // a place holds no space
        Line? line;
        lock (_gate)
        {
            if (!_lines.TryGetValue(key, out line)) _lines.Add(key, line = new());
            if (line.Count > MostWaiting) return null;
            line.Count++;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            await line.Turn.WaitAsync(end.Token);
            return new Turn(this, key, line);
        }
        catch (OperationCanceledException)
        {
            Leave(key, line);
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    void Leave(string key, Line line)
    {
        lock (_gate)
        {
            if (--line.Count == 0) _lines.Remove(key);
        }
    }

    /// <summary>The semaphore's wait handle is never asked for, so there is nothing to dispose of.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim without its wait handle holds nothing.")]
    sealed class Line
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Count { get; set; }
    }

    sealed class Turn(PasswordTurns turns, string key, Line line) : IDisposable
    {
        int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) != 0) return;
            line.Turn.Release();
            turns.Leave(key, line);
        }
    }
}
