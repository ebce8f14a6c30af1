namespace FaceAuth.Store.Shared;

/// <summary>The readers of this node, by topic. Safe from many threads.</summary>
internal sealed class ChangeReaders
{
    readonly Lock _gate = new();
    readonly Dictionary<string, List<ChangeReader>> _readers = [];   // no longer than what subscribed and was not disposed

    public ChangeReader Add(string topic)
    {
        var reader = new ChangeReader(gone => Remove(topic, gone));
        lock (_gate)
        {
            if (!_readers.TryGetValue(topic, out var readers)) _readers[topic] = readers = [];
            readers.Add(reader);
        }

        return reader;
    }

    /// <summary>A message of a topic.</summary>
    public void Tell(string topic, ReadOnlyMemory<byte> message)
    {
        lock (_gate)
        {
            foreach (var reader in _readers.GetValueOrDefault(topic) ?? []) reader.Offer(message);
        }
    }

    /// <summary>Every reader may have missed messages.</summary>
    public void TellAllMissed()
    {
        lock (_gate)
        {
            foreach (var reader in _readers.Values.SelectMany(readers => readers)) reader.HandleMissed();
        }
    }

    void Remove(string topic, ChangeReader reader)
    {
        lock (_gate)
        {
            if (_readers.TryGetValue(topic, out var readers) && readers.Remove(reader) && readers.Count == 0) _readers.Remove(topic);
        }
    }
}
