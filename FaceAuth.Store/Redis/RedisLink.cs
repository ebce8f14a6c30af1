using System.Diagnostics;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Shared;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FaceAuth.Store.Redis;

/// <summary>The connection to Redis, and whether it is used: after one call without an answer no other waits until it is back.</summary>
/// <remarks>
/// No call fails and none takes longer than Redis:Timeout; who asks does without. Waits in real time whatever the host's clock says.
/// Safe from many threads.
/// </remarks>
public sealed class RedisLink : IAsyncDisposable
{
    /// <summary>Writes as the calls do, and says whether the last that did so hashes names with another secret.</summary>
    const string Probe = """
        local last = redis.pcall('GET', KEYS[1])
        redis.call('SET', KEYS[1], ARGV[1], 'PX', 60000)
        return (type(last) == 'string' and #last == #ARGV[1] and last ~= ARGV[1]) and 1 or 0
        """;

    // what Redis says of a key that holds another kind of value
    const string WrongKind = "WRONGTYPE";

    /// <summary>How long another secret is remembered: its node tells it at each of its checks.</summary>
    static readonly TimeSpan StrangerFor = TimeSpan.FromMinutes(1);

    readonly RedisOptions _options;
    readonly RedisNames _names;
    readonly SharedMetrics _metrics;
    readonly ILogger<RedisLink> _logger;
    readonly Lock _gate = new();
    readonly List<Func<Task>> _onReturn = [];
    readonly List<Task> _loops = [];
    readonly CancellationTokenSource _stopping = new();
    IConnectionMultiplexer? _connection;
    bool _isInUse;
    string? _problem = "it was not asked yet";
    long _strangerAt;

    internal RedisLink(RedisOptions options, RedisNames names, SharedMetrics metrics, ILogger<RedisLink> logger) =>
        (_options, _names, _metrics, _logger) = (options, names, metrics, logger);

    /// <summary>The connection itself, for what else uses Redis; there once the host's services start.</summary>
    public IConnectionMultiplexer Connection => _connection ?? throw new InvalidOperationException("The link to Redis is not started.");

    /// <summary>What names of keys and channels begin with.</summary>
    public string Prefix => _options.Prefix;

    /// <summary>How long a call may take.</summary>
    public TimeSpan Timeout => _options.Timeout;

    /// <summary>Whether calls are sent to Redis now.</summary>
    internal bool IsInUse => Volatile.Read(ref _isInUse);

    /// <summary>Whether a node uses the same prefix with another signing key, so that nothing is shared with it.</summary>
    internal bool HasStranger => Volatile.Read(ref _strangerAt) is not 0 and var at && Stopwatch.GetElapsedTime(at) < StrangerFor;

    /// <summary>Why they are not.</summary>
    internal string? Problem => Volatile.Read(ref _problem);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task[] loops;
        lock (_gate) loops = [.. _loops];
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_connection is not null) await _connection.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>Connects. Without an answer the node starts alone and goes on asking.</summary>
    /// <exception cref="StoreException">What answers is no Redis, or will not have this node.</exception>
    internal async Task StartAsync()
    {
        _connection = await RedisStart.ConnectAsync(_options);
        try
        {
            await ProbeAsync();
            Return();
        }
        catch (RedisServerException fault) when (RedisStart.IsForGood(fault))
        {
            throw RedisStart.Refused(fault);
        }
        catch (Exception fault)
        {
            Leave(
                await RedisStart.HangsUpAsync(_options)
                    ? $"what Redis:Configuration names {RedisStart.HangUp}"
                    : WordsFor(fault),
                isFirst: true);
        }

        Every(_options.CheckEvery, CheckAsync);
    }

    /// <summary>Asks Redis; without an answer, says so and has the node go on alone.</summary>
    /// <param name="what">What the call is counted as when it falls back.</param>
    /// <param name="ask">The call.</param>
    internal async ValueTask<(bool IsDone, T? Answer)> TryAsync<T>(string what, Func<IDatabase, Task<T>> ask)
    {
        if (IsInUse)
        {
            try
            {
                return (true, await WithinAsync(ask(Connection.GetDatabase())));
            }
            catch (RedisServerException fault) when (fault.Message.StartsWith(WrongKind, StringComparison.Ordinal))
            {
                // one key that somebody else wrote: the others are shared as before
            }
            catch (Exception fault)
            {
                Leave(WordsFor(fault));
            }
        }

        _metrics.FellBack(what);
        return (false, default);
    }

    /// <summary>Does something each time that Redis is used from now on.</summary>
    internal void OnReturn(Func<Task> action)
    {
        lock (_gate) _onReturn.Add(action);
    }

    /// <summary>Does something every so often until the host ends.</summary>
    internal void Every(TimeSpan period, Func<Task> action)
    {
        lock (_gate) _loops.Add(Task.Run(() => LoopAsync(period, action)));
    }

    async Task LoopAsync(TimeSpan period, Func<Task> action)
    {
        using var timer = new PeriodicTimer(period);
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            try
            {
                if (_connection is not null) await action();
            }
            catch (Exception fault)
            {
                Leave(WordsFor(fault));
            }
        }
    }

    async Task CheckAsync()
    {
        try
        {
            await ProbeAsync();
            Return();
        }
        catch (Exception fault)
        {
            Leave(WordsFor(fault));
        }
    }

    // what it does the calls need: a script that writes
    async Task ProbeAsync()
    {
        var answer = await WithinAsync(
            Connection.GetDatabase().ScriptEvaluateAsync(Probe, [_names.Plain("check")], [_names.Of("check", "secret")]));
        if ((int)answer == 0) return;
        if (!HasStranger) StoreLog.RedisHasStranger(_logger);
        Volatile.Write(ref _strangerAt, Stopwatch.GetTimestamp());
    }

    async Task<T> WithinAsync<T>(Task<T> answer)
    {
        try
        {
            return await answer.WaitAsync(_options.Timeout);
        }
        catch (TimeoutException)
        {
            _ = answer.ContinueWith(late => late.Exception, TaskScheduler.Default);   // its failure is nobody's concern any more
            throw;
        }
    }

    void Return()
    {
        Func<Task>[] actions;
        lock (_gate)
        {
            if (_isInUse || _stopping.IsCancellationRequested) return;
            (_isInUse, _problem) = (true, null);
            actions = [.. _onReturn];
            foreach (var action in actions) _loops.Add(Task.Run(action));
            _loops.RemoveAll(loop => loop.IsCompleted);
        }

        _metrics.HandleUse(true);
        StoreLog.RedisInUse(_logger);
    }

    void Leave(string why, bool isFirst = false)
    {
        lock (_gate)
        {
            if (!(_isInUse || isFirst) || _stopping.IsCancellationRequested) return;
            (_isInUse, _problem) = (false, why);
        }

        _metrics.HandleUse(false);
        StoreLog.RedisAway(_logger, why);
    }

    // no message of the library's, which may tell more than a log should
    string WordsFor(Exception fault) => fault switch
    {
        TimeoutException => $"no answer within {_options.Timeout.TotalMilliseconds:0} ms",
        RedisConnectionException => "no connection",
        RedisServerException refusal => $"it says {refusal.Message.Split(' ')[0]}",
        _ => fault.GetType().Name,
    };
}
