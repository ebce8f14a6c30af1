namespace FaceAuth.Media.Sctp;

/// <summary>Hands messages on in the order of their stream (RFC 9260 §6.6); a hole in one stream does not hold up another.</summary>
internal sealed class InboundStreams(SctpEventQueue events) : IDisposable
{
    readonly Dictionary<ushort, Stream> _streams = [];   // bounded by the number of streams agreed on

    // All numbers that wait lie within 32767 of Next, where serial order is a total order.
    static readonly Comparer<ushort> SerialOrder = Comparer<ushort>.Create((left, right) => unchecked((short)(left - right)));

    sealed class Stream
    {
        public readonly SortedList<ushort, IncomingMessage> Waiting = new(SerialOrder);
        public ushort Next;
    }

    /// <summary>What the messages cost that wait for their turn, in bytes of the receive window.</summary>
    public int Cost { get; private set; }

    /// <summary>Streams that were ever used.</summary>
    public IReadOnlyCollection<ushort> Known => _streams.Keys;

    /// <summary>A whole message came in.</summary>
    public void Add(in IncomingMessage message)
    {
        if (message.IsUnordered)
        {
            events.Add(message);
            return;
        }

        var stream = Get(message.Stream);
        if (message.Ssn != stream.Next)
        {
            Wait(stream, message);
            return;
        }

        events.Add(message);
        stream.Next++;
        Deliver(stream);
    }

    /// <summary>The peer has given up a stream's messages up to <paramref name="ssn"/> (RFC 3758 §3.6).</summary>
    public void Forward(ushort stream, ushort ssn)
    {
        var state = Get(stream);
        if (SerialNumber.IsAfter(state.Next, ssn)) return;

        while (state.Waiting.Count > 0 && !SerialNumber.IsAfter(state.Waiting.Values[0].Ssn, ssn)) DeliverFirst(state);
        state.Next = unchecked((ushort)(ssn + 1));
        Deliver(state);
    }

    /// <summary>The peer reset a stream: its next message is number 0. What waits there will never get its turn.</summary>
    public void Reset(ushort stream)
    {
        if (!_streams.TryGetValue(stream, out var state)) return;
        Drop(state);
        state.Next = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var stream in _streams.Values) Drop(stream);
        _streams.Clear();
    }

    void Wait(Stream stream, in IncomingMessage message)
    {
        if (!SerialNumber.IsAfter(message.Ssn, stream.Next) || !stream.Waiting.TryAdd(message.Ssn, message))
        {
            message.Return();   // a number that had its turn, or that another message has
            return;
        }

        Cost += message.Cost;
    }

    void Deliver(Stream stream)
    {
        while (stream.Waiting.Count > 0 && stream.Waiting.Values[0].Ssn == stream.Next)
        {
            DeliverFirst(stream);
            stream.Next++;
        }
    }

    void DeliverFirst(Stream stream)
    {
        var message = stream.Waiting.Values[0];
        stream.Waiting.RemoveAt(0);
        Cost -= message.Cost;
        events.Add(message);
    }

    void Drop(Stream stream)
    {
        foreach (var message in stream.Waiting.Values)
        {
            Cost -= message.Cost;
            message.Return();
        }

        stream.Waiting.Clear();
    }

    Stream Get(ushort id)
    {
        if (!_streams.TryGetValue(id, out var stream)) _streams[id] = stream = new();
        return stream;
    }
}
