using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Shared;

/// <summary>One reader's unread changes, bounded: who reads too slowly is told to look at everything anew.</summary>
internal sealed class ChangeReader(Action<ChangeReader> onDisposed) : IChangeReader
{
    /// <summary>Messages that may wait.</summary>
    public const int Capacity = 1024;

    readonly Lock _gate = new();
    readonly Queue<ReadOnlyMemory<byte>> _unread = [];
    readonly CancellationTokenSource _ended = new();
    readonly SemaphoreSlim _news = new(1, 1);   // there may be something to read
    bool _missed = true;                        // so that the first thing read is to look at everything

    public void Offer(ReadOnlyMemory<byte> message)
    {
        lock (_gate)
        {
            if (_missed) return;   // who is about to look at everything will see this too
            if (_unread.Count < Capacity) _unread.Enqueue(message);
            else Miss();
            Wake();
        }
    }

    public void HandleMissed()
    {
        lock (_gate)
        {
            Miss();
            Wake();
        }
    }

    public async ValueTask<Change> ReadAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ended.Token);
        while (true)
        {
            await _news.WaitAsync(either.Token);
            lock (_gate)
            {
                if (_missed)
                {
                    _missed = false;
                    return new(ChangeKind.Resynchronise, default);
                }

                if (!_unread.TryDequeue(out var message)) continue;
                if (_unread.Count > 0) Wake();
                return new(ChangeKind.Message, message);
            }
        }
    }

    public void Dispose()
    {
        _ended.Cancel();
        onDisposed(this);
    }

    void Miss()
    {
        _missed = true;
        _unread.Clear();
    }

    void Wake()
    {
        if (_news.CurrentCount == 0) _news.Release();
    }
}
