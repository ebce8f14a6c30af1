using System.Buffers;

namespace FaceAuth.Media.Sctp;

/// <summary>Events of an association that wait to be taken.</summary>
internal sealed class SctpEventQueue : IDisposable
{
    const int Capacity = 8192;   // events; messages are bounded by the receive window long before

    readonly Queue<(SctpEvent Event, byte[]? Buffer)> _queue = new();
    byte[]? _lent;

    /// <summary>What the waiting messages cost, in bytes of the receive window.</summary>
    public int Cost { get; private set; }

    /// <summary>Whether events were lost because nobody took them.</summary>
    public bool IsOverrun { get; private set; }

    /// <summary>Queues a message; its buffer is owned here from now on.</summary>
    public void Add(in IncomingMessage message)
    {
        if (IsFull())
        {
            message.Return();
            return;
        }

        Cost += message.Cost;
        var taken = new SctpEvent(SctpEventKind.Message, message.Stream, message.Ppid, message.Buffer.AsMemory(0, message.Length));
        _queue.Enqueue((taken, message.Buffer));
    }

    /// <summary>Queues another event.</summary>
    public void Add(in SctpEvent happened)
    {
        if (happened.Kind == SctpEventKind.Ended || !IsFull()) _queue.Enqueue((happened, null));
    }

    /// <summary>Takes the next event; takes the last one's payload back.</summary>
    public bool TryTake(out SctpEvent taken)
    {
        ReturnLent();
        if (!_queue.TryDequeue(out var next))
        {
            taken = default;
            return false;
        }

        taken = next.Event;
        _lent = next.Buffer;
        if (_lent is not null) Cost -= taken.Payload.Length + IncomingMessage.ChunkOverhead;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (TryTake(out _)) { }
    }

    bool IsFull()
    {
        IsOverrun |= _queue.Count >= Capacity;
        return IsOverrun;
    }

    void ReturnLent()
    {
        if (_lent is null) return;
        ArrayPool<byte>.Shared.Return(_lent);
        _lent = null;
    }
}
