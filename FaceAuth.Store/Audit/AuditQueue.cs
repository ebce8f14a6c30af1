using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Lets those who append at the same time share a transaction: a chain takes one at a time, and each waits for the disk.</summary>
/// <remarks>Whoever comes alone waits for nobody. Safe from many threads.</remarks>
internal sealed class AuditQueue(StoreDatabase database, AuditWriter writer) : IDisposable
{
    /// <summary>Entries of one transaction.</summary>
    const int Together = 64;

    /// <summary>Callers that wait; others wait to be let in.</summary>
    const int MostWaiting = 4096;

    readonly SemaphoreSlim _places = new(MostWaiting, MostWaiting);
    readonly Queue<Waiting> _waiting = new();
    bool _writing;

    /// <summary>Appends an entry; cancelled only before its transaction began.</summary>
    public async Task AppendAsync(AuditEntry entry, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            var mine = new Waiting(entry, cancellation);
            lock (_waiting)
            {
                _waiting.Enqueue(mine);
                if (!_writing) _ = WriteAsync();
                _writing = true;
            }

            await mine.Done.Task;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    async Task WriteAsync()
    {
        // not on the caller's own time, nor under its lock
        await Task.Yield();
        while (Take() is { Count: > 0 } batch)
        {
            // what is wrong with one entry is no fault of those that came with it; whether a lost commit was one nobody knows
            if (await TryWriteAsync(batch) is not { } fault) continue;
            if (batch.Count == 1 || fault is StoreException) Fail(batch, fault);
            else
            {
                foreach (var one in batch)
                    if (await TryWriteAsync([one]) is { } own) Fail([one], own);
            }
        }
    }

    async Task<Exception?> TryWriteAsync(List<Waiting> batch)
    {
        try
        {
            await database.WriteAsync(async context =>
            {
                await writer.AppendAsync(context, batch.Select(one => one.Entry), CancellationToken.None);
                return true;
            }, CancellationToken.None);
            foreach (var one in batch) one.Done.SetResult();
            return null;
        }
#pragma warning disable CA1031 // whatever it is, it is thrown to those who wait
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return fault;
        }
    }

    static void Fail(List<Waiting> batch, Exception fault)
    {
        foreach (var one in batch) one.Done.SetException(fault);
    }

    List<Waiting> Take()
    {
        lock (_waiting)
        {
            var batch = new List<Waiting>();
            while (batch.Count < Together && _waiting.TryDequeue(out var next))
            {
                if (next.Cancellation.IsCancellationRequested) next.Done.SetCanceled(next.Cancellation);
                else batch.Add(next);
            }

            _writing = batch.Count > 0;
            return batch;
        }
    }

    sealed record Waiting(AuditEntry Entry, CancellationToken Cancellation)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
