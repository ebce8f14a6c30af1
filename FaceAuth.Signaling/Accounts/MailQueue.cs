namespace FaceAuth.Signaling.Accounts;

/// <summary>What waits to be done, each from its own time on: the earliest first. Bounded. Safe from many threads.</summary>
/// <remarks>So what has to wait for its next try keeps nothing else waiting.</remarks>
internal sealed class MailQueue<T>(int capacity, TimeProvider time)
{
    readonly Lock _gate = new();
    readonly PriorityQueue<T, (TimeSpan Due, long Number)> _waiting = new();
    TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long _added;

    /// <summary>Adds what is due after a while; false where there is no place.</summary>
    public bool TryAdd(T item, TimeSpan after)
    {
        lock (_gate)
        {
            if (_waiting.Count >= capacity) return false;
            _waiting.Enqueue(item, (time.GetElapsedTime(0) + after, _added++));
            _changed.TrySetResult();
            return true;
        }
    }

    /// <summary>Takes the earliest once it is due.</summary>
    public async Task<T> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            TimeSpan wait;
            lock (_gate)
            {
                wait = Timeout.InfiniteTimeSpan;
                if (_waiting.TryPeek(out _, out var first))
                {
                    wait = first.Due - time.GetElapsedTime(0);
                    if (wait <= TimeSpan.Zero) return _waiting.Dequeue();
                }

                if (_changed.Task.IsCompleted) _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(changed, Task.Delay(wait, time, end.Token));
            await end.CancelAsync();   // its timer goes with it
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
