using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Shared;

/// <summary>The change feed of a node that is alone.</summary>
internal sealed class OwnChanges : IChangeFeed
{
    readonly ChangeReaders _readers = new();

    public ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> message)
    {
        ChangeRules.Check(topic, message);
        _readers.Tell(topic, message.ToArray());
        return default;
    }

    public IChangeReader Subscribe(string topic)
    {
        ChangeRules.Check(topic, default);
        return _readers.Add(topic);
    }
}
