using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Audit;

/// <summary>Tells when so many entries were appended that it is time for a checkpoint.</summary>
/// <remarks>Counts also what is then rolled back: at worst a checkpoint comes early. Safe from many threads.</remarks>
internal sealed class CheckpointTurn(IOptions<StoreOptions> options)
{
    TaskCompletionSource _due = New();
    int _count;

    public void Count(int entries)
    {
        if (Interlocked.Add(ref _count, entries) < options.Value.AuditCheckpointEntries) return;
        Interlocked.Exchange(ref _count, 0);
        Volatile.Read(ref _due).TrySetResult();
    }

    /// <summary>Waits until it is, at most so long. For one caller at a time.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(_due.Task, Task.Delay(atMost, clock, limit.Token));
        await limit.CancelAsync();   // its timer is not needed any more
        cancellation.ThrowIfCancellationRequested();
        if (_due.Task.IsCompleted) Volatile.Write(ref _due, New());
    }

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
