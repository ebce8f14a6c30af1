using System.Collections.Concurrent;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Shared;
using StackExchange.Redis;

namespace FaceAuth.Store.Redis;

/// <summary>Questions over Redis' channels: each node listens on one of its own.</summary>
/// <remarks>
/// A question that nobody hears is known at once, by the number of listeners. A node answers at most <see cref="MostAtOnce"/> at a time and
/// each exchange once; what is more, strange, or too long is dropped. One that hears and says nothing holds <see cref="MostOfOne"/> of
/// this node's questions, and no others'.
/// </remarks>
internal sealed class RedisLine : INodeLine
{
    const int MostAtOnce = 64;

    /// <summary>Questions under way to one node.</summary>
    const int MostOfOne = 16;

    const string What = "line";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly RedisLink _link;
    readonly RedisNames _names;
    readonly NodeIdentity _node;
    readonly LineSeal _seal;
    readonly ConcurrentDictionary<Guid, (Guid Node, TaskCompletionSource<byte[]> Answer)> _asked = new();
    readonly Lock _gate = new();
    readonly ExchangeNumbers _numbers = new();
    readonly HeardExchanges _heard = new();
    Func<byte[], Task<byte[]>>? _answer;
    bool _listens;
    int _answering;

    public RedisLine(RedisLink link, RedisNames names, NodeIdentity node, LineSeal seal)
    {
        (_link, _names, _node, _seal) = (link, names, node, seal);
        link.OnReturn(ListenAsync);
    }

    public Guid Here => _node.Id;

    public bool IsShared => true;

    public void Listen(Func<byte[], Task<byte[]>> answer)
    {
        _answer = answer;
        _ = ListenAsync();
    }

    public async ValueTask<byte[]?> AskAsync(Guid node, byte[] question, CancellationToken cancellation)
    {
        if (question.Length > INodeLine.MostBytes) return null;
        var (exchange, answer) = (_numbers.Next(), new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            if (_asked.Count >= MostAtOnce || _asked.Values.Count(one => one.Node == node) >= MostOfOne) return null;
            _asked[exchange] = (node, answer);
        }

        try
        {
            return await SayAsync(LineKind.Question, exchange, node, question) is > 0
                ? await answer.Task.WaitAsync(Patience, cancellation) : null;
        }
        catch (Exception fault) when (fault is TimeoutException or OperationCanceledException)
        {
            return null;
        }
        finally
        {
            _asked.TryRemove(exchange, out _);
        }
    }

    public async ValueTask<bool?> IsHeardAsync(Guid node) => await SayAsync(LineKind.Call, _numbers.Next(), node, []) switch
    {
        null => null,
        var heard => heard > 0,
    };

    /// <summary>How many heard it; null when Redis is not there.</summary>
    async Task<long?> SayAsync(LineKind kind, Guid exchange, Guid to, byte[] said)
    {
        var message = _seal.Seal(kind, exchange, _node.Id, to, said);
        var (isDone, heard) = await _link.TryAsync(What, database => database.PublishAsync(ChannelOf(to), message));
        return isDone ? heard : null;
    }

    async Task ListenAsync()
    {
        if (_answer is null || !_link.IsInUse) return;
        lock (_gate)
        {
            if (_listens) return;
            _listens = true;
        }

        try
        {
            // the library listens anew by itself whenever it has connected anew
            await _link.Connection.GetSubscriber().SubscribeAsync(ChannelOf(_node.Id), (_, message) => Hear(message));
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or ObjectDisposedException)
        {
            lock (_gate) _listens = false;   // once more when Redis is back
        }
    }

    void Hear(RedisValue message)
    {
        if (message.Length() > INodeLine.MostBytes + LineSeal.Head) return;
        if (!_seal.TryOpen((byte[])message!, _node.Id, out var kind, out var exchange, out var from, out var said)) return;
        if (kind == LineKind.Answer && _asked.TryGetValue(exchange, out var asked) && asked.Node == from) asked.Answer.TrySetResult(said);
        if (kind != LineKind.Question || !_heard.IsFirst(from, exchange)) return;
        if (Interlocked.Increment(ref _answering) <= MostAtOnce) _ = Task.Run(() => AnswerAsync(exchange, from, said));
        else Interlocked.Decrement(ref _answering);
    }

    async Task AnswerAsync(Guid exchange, Guid from, byte[] said)
    {
        try
        {
            var answer = await _answer!(said);
            if (answer.Length is > 0 and <= INodeLine.MostBytes) await SayAsync(LineKind.Answer, exchange, from, answer);
        }
        finally
        {
            Interlocked.Decrement(ref _answering);
        }
    }

    // the connection puts the prefix before it
    RedisChannel ChannelOf(Guid node) => RedisChannel.Literal(_names.Of("node", node.ToString("N")));
}
