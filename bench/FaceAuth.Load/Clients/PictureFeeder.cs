namespace FaceAuth.Load.Clients;

/// <summary>Lets each client send a picture a period, evenly spread over it, on one thread.</summary>
/// <remarks>What it could not send in time it leaves out and counts, so that a slow machine is not taken for a slow server.</remarks>
internal sealed class PictureFeeder : IDisposable
{
    const double GoldenRatio = 0.618033988749895;   // its multiples spread evenly, however many there are

    // What falls due within it is sent together: a wait of its own for each of thousands of pictures a second
    // would cost more than sending them.
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(4);

    readonly TimeProvider _clock;
    readonly TimeSpan _period;
    readonly Lock _gate = new();
    readonly PriorityQueue<LoadClient, TimeSpan> _due = new();
    readonly HashSet<LoadClient> _fed = [];
    readonly AutoResetEvent _changed = new(false);
    readonly Thread _thread;
    int _added;
    long _late;
    long _longestLateTicks;
    volatile bool _stopping;

    /// <summary>Starts the thread.</summary>
    public PictureFeeder(int framesPerSecond, TimeProvider clock)
    {
        (_period, _clock) = (TimeSpan.FromSeconds(1.0 / framesPerSecond), clock);
        _thread = new Thread(Run) { Name = "Pictures", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Pictures left out because their time was over by a whole period.</summary>
    public long Late => Interlocked.Read(ref _late);

    /// <summary>The longest that a picture was sent after its time.</summary>
    public TimeSpan LongestLate => TimeSpan.FromTicks(Interlocked.Read(ref _longestLateTicks));

    /// <summary>Begins to count lateness anew.</summary>
    public void Mark()
    {
        Interlocked.Exchange(ref _late, 0);
        Interlocked.Exchange(ref _longestLateTicks, 0);
    }

    /// <summary>Feeds a client from now on.</summary>
    public void Add(LoadClient client)
    {
        lock (_gate)
        {
            _fed.Add(client);
            _due.Enqueue(client, _clock.GetElapsedTime(0) + _period * (_added++ * GoldenRatio % 1));
        }

        _changed.Set();
    }

    /// <summary>Feeds it no more.</summary>
    public void Remove(LoadClient client)
    {
        lock (_gate) _fed.Remove(client);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _changed.Set();
        _thread.Join();
        _changed.Dispose();
    }

    void Run()
    {
        while (!_stopping)
        {
            if (!TryNext(out var client, out var wait))
            {
                _changed.WaitOne(wait);
                continue;
            }

            client.SendPicture();
        }
    }

    /// <summary>The client whose time has come, which is put in line again; else how long to wait.</summary>
    bool TryNext(out LoadClient client, out TimeSpan wait)
    {
        wait = Timeout.InfiniteTimeSpan;
        lock (_gate)
        {
            while (_due.TryPeek(out client!, out var at))
            {
                var late = _clock.GetElapsedTime(0) - at;
                wait = late >= TimeSpan.Zero ? TimeSpan.Zero : -late > Tick ? -late : Tick;
                if (late < TimeSpan.Zero) return false;
                _due.Dequeue();
                if (!_fed.Contains(client)) continue;
                var missed = (long)(late / _period);
                Interlocked.Add(ref _late, missed);
                if (late.Ticks > Interlocked.Read(ref _longestLateTicks)) Interlocked.Exchange(ref _longestLateTicks, late.Ticks);
                _due.Enqueue(client, at + _period * (missed + 1));
                return true;
            }
        }

        wait = Timeout.InfiniteTimeSpan;
        return false;
    }
}
