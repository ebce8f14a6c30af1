using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using FaceAuth.Media.Crypto;

namespace FaceAuth.Media.Dtls;

/// <summary>Runs DTLS handshakes on a bounded number of threads. Safe from many threads.</summary>
/// <remarks>
/// There is no cookie exchange (RFC 6347 §4.2.1): ICE has proved that the peer receives at its address, and that it knows a
/// password from the signalling, before its first DTLS datagram is let through. What a peer can cost is bounded by the
/// threads, the queue and the deadline.
/// </remarks>
internal sealed class DtlsHandshakePool : IDisposable
{
    static readonly int FailureKinds = Enum.GetValues<DtlsFailure>().Length;
    static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(5);

    readonly DtlsOptions _options;
    readonly TimeProvider _timeProvider;
    readonly Action<Exception>? _onFault;
    readonly BlockingCollection<DtlsHandshake> _queue;
    readonly ConcurrentDictionary<DtlsHandshake, Ticket> _live = new();
    readonly Thread[] _threads;
    readonly long[] _failed = new long[FailureKinds];
    long _refused;
    long _succeeded;
    int _running;
    int _disposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="options">Bounds.</param>
    /// <param name="timeProvider">The clock of the deadline.</param>
    /// <param name="onFault">Hears of each fault of ours, to log it; called on a pool thread.</param>
    public DtlsHandshakePool(DtlsOptions options, TimeProvider timeProvider, Action<Exception>? onFault = null)
    {
        _options = options;
        _timeProvider = timeProvider;
        _onFault = onFault;
        _queue = new(new ConcurrentQueue<DtlsHandshake>(), options.HandshakeQueue);
        _threads = new Thread[options.HandshakeThreads > 0 ? options.HandshakeThreads : 2 * Environment.ProcessorCount];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new(Work) { IsBackground = true, Name = $"DTLS handshake {i}" };
            _threads[i].Start();
        }
    }

    /// <summary>Handshakes that wait for a thread now.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Handshakes that run now.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Handshakes that wait or run now.</summary>
    public int Live => _live.Count;

    /// <summary>Handshakes that were not taken because too many waited.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Handshakes that gave keys.</summary>
    public long Succeeded => Interlocked.Read(ref _succeeded);

    /// <summary>Handshakes that failed for this reason.</summary>
    public long Failed(DtlsFailure failure) => Interlocked.Read(ref _failed[(int)failure]);

    /// <summary>Queues a handshake.</summary>
    /// <remarks>
    /// For a server, call it when the peer's first DTLS datagram comes, then offer that datagram; when it is refused, drop the datagram:
    /// the peer sends it again.
    /// </remarks>
    /// <returns>False when the queue is full or the pool is disposed; counted.</returns>
    public bool TryStart(DtlsHandshakeRequest request, IDtlsHandshakeSink sink, [NotNullWhen(true)] out DtlsHandshake? handshake)
    {
        handshake = new(request, _options, sink, () => _queue.Count > 0);
        var ticket = new Ticket(this, handshake);
        ticket.Timer = _timeProvider.CreateTimer(
            static state => ((Ticket)state!).Expire(), ticket, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _live[handshake] = ticket;
        ticket.Timer.Change(_options.HandshakeQueueDeadline, Timeout.InfiniteTimeSpan);
        if (TryQueue(handshake)) return true;

        Forget(handshake);
        Interlocked.Increment(ref _refused);
        handshake = null;
        return false;
    }

    /// <summary>Runs a handshake against itself in memory, so that the first real one does not pay for compilation (400–970 ms).</summary>
    /// <param name="ciphers">What SRTP runs on, of which a packet each way is tried too.</param>
    public static void WarmUp(CipherEngine ciphers) => DtlsWarmUp.Run(ciphers);

    /// <summary>Abandons all handshakes and stops the threads.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _queue.CompleteAdding();
        foreach (var handshake in _live.Keys) handshake.Abandon();
        foreach (var thread in _threads) thread.Join(ShutdownPatience);
        _queue.Dispose();
    }

    bool TryQueue(DtlsHandshake handshake)
    {
        try
        {
            return _queue.TryAdd(handshake);
        }
        catch (InvalidOperationException)   // disposed meanwhile
        {
            return false;
        }
    }

    void Work()
    {
        foreach (var handshake in _queue.GetConsumingEnumerable())
        {
            if (!handshake.TryBegin()) continue;
            if (_live.TryGetValue(handshake, out var ticket)) ticket.Begin();
            Interlocked.Increment(ref _running);
            Finish(handshake, () => handshake.Run(out var fault) is { } failure ? (failure, fault) : default);
            Interlocked.Decrement(ref _running);
        }
    }

    // A sink that throws must not cost us the thread.
    void Finish(DtlsHandshake handshake, Func<(DtlsFailure? Failure, Exception? Fault)> end)
    {
        try
        {
            var (failure, fault) = end();
            if (failure is { } reason) Interlocked.Increment(ref _failed[(int)reason]);
            else Interlocked.Increment(ref _succeeded);
            if (fault is not null) _onFault?.Invoke(fault);
        }
        catch (Exception e)
        {
            _onFault?.Invoke(e);
        }
        finally
        {
            Forget(handshake);
        }
    }

    void Forget(DtlsHandshake handshake)
    {
        if (_live.TryRemove(handshake, out var ticket)) ticket.Timer?.Dispose();
    }

    /// <summary>The deadlines of one handshake: first that of waiting, then that of running.</summary>
    sealed class Ticket(DtlsHandshakePool pool, DtlsHandshake handshake)
    {
        long _begunAt = long.MaxValue;

        public ITimer? Timer { get; set; }

        public void Begin()
        {
            Volatile.Write(ref _begunAt, pool._timeProvider.GetTimestamp());
            Timer?.Change(pool._options.HandshakeDeadline, System.Threading.Timeout.InfiniteTimeSpan);
        }

        public void Expire()
        {
            if (handshake.TryGiveUp())
            {
                pool.Finish(handshake, () =>
                {
                    handshake.GiveUp();
                    return (DtlsFailure.WaitedTooLong, null);
                });
                return;
            }

            // the timer of waiting may fire while the handshake begins
            var begunAt = Volatile.Read(ref _begunAt);
            if (begunAt != long.MaxValue && pool._timeProvider.GetElapsedTime(begunAt) >= pool._options.HandshakeDeadline)
                handshake.End(DtlsFailure.TookTooLong);
        }
    }
}
