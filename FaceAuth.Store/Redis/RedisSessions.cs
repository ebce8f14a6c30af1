using System.Collections.Concurrent;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Shared;
using StackExchange.Redis;

namespace FaceAuth.Store.Redis;

/// <summary>The directory that all nodes write to.</summary>
/// <remarks>
/// This node's own entries are known without Redis, and written anew every so often: they outlive neither the node nor, for long, a flush.
/// </remarks>
internal sealed class RedisSessions : ISessionDirectory
{
    /// <summary>How long an entry lives that its node does not write anew.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    // KEYS: the key. ARGV: the value. What another node wrote since is not this one's to delete.
    const string DeleteOwn = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    const string What = "sessions";

    readonly RedisLink _link;
    readonly RedisNames _names;
    readonly NodeIdentity _node;
    readonly ConcurrentDictionary<Guid, bool> _own = new();   // as many as run here

    public RedisSessions(RedisLink link, RedisNames names, NodeIdentity node)
    {
        (_link, _names, _node) = (link, names, node);
        link.OnReturn(WriteAllAsync);
        link.Every(Lifetime / 3, WriteAllAsync);
    }

    string Value => $"{_node.Id:N} {_node.Address}";

    public async ValueTask AddAsync(Guid session)
    {
        _own[session] = true;
        await WriteAsync(session);
    }

    public async ValueTask RemoveAsync(Guid session)
    {
        _own.TryRemove(session, out _);
        await _link.TryAsync(What, database => database.ScriptEvaluateAsync(DeleteOwn, [NameOf(session)], [Value]));
    }

    public async ValueTask<SessionPlace?> FindAsync(Guid session)
    {
        if (_own.ContainsKey(session)) return _node.Here;
        var (isDone, value) = await _link.TryAsync(What, database => database.StringGetAsync(NameOf(session)));
        if (!isDone || ((string?)value)?.Split(' ', 2) is not [var id, var address] || !Guid.TryParse(id, out var node)) return null;
        return node == _node.Id ? null : new(node, address.Length == 0 ? null : address, IsHere: false);
    }

    async Task WriteAllAsync()
    {
        foreach (var session in _own.Keys)
        {
            if (!_link.IsInUse) return;
            await WriteAsync(session);
        }
    }

    async ValueTask WriteAsync(Guid session)
    {
        await _link.TryAsync(What, database => database.StringSetAsync(NameOf(session), Value, Lifetime, When.Always));
        // one that ended while it was written is not left behind
        if (!_own.ContainsKey(session)) await _link.TryAsync(What, d => d.ScriptEvaluateAsync(DeleteOwn, [NameOf(session)], [Value]));
    }

    string NameOf(Guid session) => _names.Of(What, session.ToString("N"));
}
