using System.Collections.Concurrent;

namespace FaceAuth.Media.Loop;

/// <summary>Messages on their way from the host's threads to the loop, in order, bounded in bytes. Many writers, one reader.</summary>
internal sealed class Outbox(int maxBytes)
{
    readonly ConcurrentQueue<Item> _items = new();
    int _bytes;

    internal bool IsEmpty => _items.IsEmpty;

    /// <summary>Takes a copy; false when the limit would be passed.</summary>
    internal bool TryAdd(ReadOnlySpan<byte> bytes, uint tag = 0)
    {
        if (Interlocked.Add(ref _bytes, bytes.Length) > maxBytes)
        {
            Interlocked.Add(ref _bytes, -bytes.Length);
            return false;
        }

        _items.Enqueue(new Item(bytes.ToArray(), tag));
        return true;
    }

    /// <summary>Looks at the oldest one; it stays until <see cref="Drop"/>.</summary>
    internal bool TryPeek(out Item item) => _items.TryPeek(out item);

    internal void Drop()
    {
        if (_items.TryDequeue(out var item)) Interlocked.Add(ref _bytes, -item.Bytes.Length);
    }

    internal readonly record struct Item(byte[] Bytes, uint Tag);
}
