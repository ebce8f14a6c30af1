using FaceAuth.Store.Contracts;
using FaceAuth.Store.Shared;
using StackExchange.Redis;

namespace FaceAuth.Store.Redis;

/// <summary>The change feed over one channel of Redis; this node's readers hear this node without it.</summary>
internal sealed class RedisChanges : IChangeFeed
{
    /// <summary>How often a node says which number its last change has: how late a missed one is noticed.</summary>
    static readonly TimeSpan BeatEvery = TimeSpan.FromMilliseconds(500);

    const string What = "changes";
    static readonly RedisChannel Channel = RedisChannel.Literal(What);   // the connection puts the prefix before it

    readonly ChangeReaders _readers = new();
    readonly RedisLink _link;
    readonly NodeIdentity _node;
    readonly HeardNodes _heard;
    readonly Lock _sending = new();   // numbers go out in their order
    ChannelMessageQueue? _queue;
    long _number;
    long _beat;

    public RedisChanges(RedisLink link, NodeIdentity node)
    {
        (_link, _node, _heard) = (link, node, new(node.Id));
        link.Every(BeatEvery, BeatAsync);
    }

    public async ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> message)
    {
        ChangeRules.Check(topic, message);
        _readers.Tell(topic, message.ToArray());
        ValueTask<(bool, long)> sent;
        lock (_sending)
        {
            var bytes = new FeedMessage(_node.Id, ++_number, 0, topic, message).Write();
            sent = _link.TryAsync(What, database => database.PublishAsync(Channel, bytes));
        }

        await sent;
    }

    public IChangeReader Subscribe(string topic)
    {
        ChangeRules.Check(topic, default);
        return _readers.Add(topic);
    }

    async Task BeatAsync()
    {
        if (_queue is null)
        {
            // kept by the connection from here on, through every loss of it
            _queue = await _link.Connection.GetSubscriber().SubscribeAsync(Channel, CommandFlags.FireAndForget);
            _queue.OnMessage(heard => Hear((byte[]?)heard.Message));
        }

        ValueTask<(bool, long)> sent;
        lock (_sending)
        {
            var bytes = new FeedMessage(_node.Id, _number, ++_beat, "", default).Write();
            if (!_link.IsInUse) return;
            sent = _link.TryAsync(What, database => database.PublishAsync(Channel, bytes));
        }

        await sent;
    }

    void Hear(byte[]? bytes)
    {
        if (!FeedMessage.TryRead(bytes, out var heard)) return;
        if (_heard.HandleHeard(heard)) _readers.TellAllMissed();
        if (!heard.IsBeat && heard.Node != _node.Id) _readers.Tell(heard.Topic, heard.Message);
    }
}
