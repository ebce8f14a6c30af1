using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Audit;

/// <summary>Tells when so many entries were appended that it is time for a checkpoint.</summary>
/// <remarks>Counts also what is then rolled back: at worst a checkpoint comes early. Safe from many threads.</remarks>
internal sealed class CheckpointTurn(IOptions<StoreOptions> options) : IDisposable
{
    readonly SemaphoreSlim _due = new(0, 1);
    int _count;

    public void Count(int entries)
    {
        if (Interlocked.Add(ref _count, entries) < options.Value.AuditCheckpointEntries) return;
        Interlocked.Exchange(ref _count, 0);
        try
        {
            _due.Release();
        }
        catch (SemaphoreFullException)
        {
            // it is due already
        }
    }

    /// <summary>Waits until it is, at most so long.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(atMost, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await _due.WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // so much time has passed
        }
    }

    public void Dispose() => _due.Dispose();
}
