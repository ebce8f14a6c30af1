using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FaceAuth.Store.Redis;

/// <summary>Names a node's exchanges: a number that only grows, and chance. Safe from many threads.</summary>
internal sealed class ExchangeNumbers
{
    ulong _last;

    public Guid Next()
    {
        Span<byte> name = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(name, Interlocked.Increment(ref _last));
        RandomNumberGenerator.Fill(name[8..]);
        return new(name);
    }

    /// <summary>An exchange's number.</summary>
    public static ulong Of(Guid exchange)
    {
        Span<byte> name = stackalloc byte[16];
        exchange.TryWriteBytes(name);
        return BinaryPrimitives.ReadUInt64BigEndian(name);
    }
}

/// <summary>Which exchanges were heard, so that none is done again for who only repeats it, however late.</summary>
/// <remarks>
/// Of each node the latest are known one by one; what is older than the oldest of them is refused, heard or not. No clock is compared.
/// Nodes are forgotten in the order they came, long after the sessions that they could speak of. Safe from many threads.
/// </remarks>
internal sealed class HeardExchanges
{
    const int MostOfOne = 1024, MostNodes = 1024;

    readonly Lock _gate = new();
    readonly Dictionary<Guid, Heard> _nodes = [];
    readonly Queue<Guid> _inOrder = new();

    /// <summary>Whether this one is new.</summary>
    public bool IsFirst(Guid from, Guid exchange)
    {
        var number = ExchangeNumbers.Of(exchange);
        lock (_gate)
        {
            if (!_nodes.TryGetValue(from, out var heard))
            {
                if (_nodes.Count >= MostNodes) _nodes.Remove(_inOrder.Dequeue());
                _inOrder.Enqueue(from);
                _nodes[from] = heard = new();
            }

            return heard.IsFirst(number);
        }
    }

    sealed class Heard
    {
        readonly SortedSet<ulong> _latest = [];
        ulong _forgotten;

        public bool IsFirst(ulong number)
        {
            if (number <= _forgotten || !_latest.Add(number)) return false;
            if (_latest.Count <= MostOfOne) return true;
            _forgotten = _latest.Min;
            _latest.Remove(_forgotten);
            return true;
        }
    }
}
