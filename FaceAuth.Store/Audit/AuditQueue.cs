using System.Threading.Channels;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Lets those who append at the same time share a transaction: a chain takes one at a time, and each waits for the disk.</summary>
/// <remarks>Whoever comes alone waits for nobody. Safe from many threads.</remarks>
internal sealed class AuditQueue(StoreDatabase database, AuditWriter writer, AuditHeads heads)
{
    /// <summary>Entries of one transaction.</summary>
    const int Together = 64;

    /// <summary>Callers that wait; others wait to be let in.</summary>
    const int MostWaiting = 4096;

    readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(MostWaiting);
    int _writing;

    /// <summary>Appends an entry; cancelled only before its transaction began.</summary>
    public async Task AppendAsync(AuditEntry entry, CancellationToken cancellation)
    {
        var mine = new Waiting(entry, cancellation);
        await _waiting.Writer.WriteAsync(mine, cancellation);
        if (Interlocked.Exchange(ref _writing, 1) == 0) _ = Task.Run(WriteAsync, CancellationToken.None);
        await mine.Done.Task;
    }

    async Task WriteAsync()
    {
        while (true)
        {
            var batch = Take();
            if (batch.Count == 0)
            {
                Volatile.Write(ref _writing, 0);
                // somebody may have come after the look and gone before the word
                if (_waiting.Reader.Count == 0 || Interlocked.Exchange(ref _writing, 1) == 1) return;
                continue;
            }

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
            var head = await database.WriteAsync(
                context => writer.AppendAsync(context, batch.Select(one => one.Entry), CancellationToken.None), CancellationToken.None);
            if (head is not null) heads.Remember(head);
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
        var batch = new List<Waiting>();
        while (batch.Count < Together && _waiting.Reader.TryRead(out var next))
        {
            if (next.Cancellation.IsCancellationRequested) next.Done.SetCanceled(next.Cancellation);
            else batch.Add(next);
        }

        return batch;
    }

    sealed record Waiting(AuditEntry Entry, CancellationToken Cancellation)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
