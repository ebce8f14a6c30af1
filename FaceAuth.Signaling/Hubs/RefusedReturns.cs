using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;

namespace FaceAuth.Signaling.Hubs;

/// <summary>Expired tokens that led back to no session a moment ago. Safe from many threads.</summary>
internal sealed class RefusedReturns(TimeProvider time)
{
    /// <summary>Shorter than a page waits on its own before it asks again.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    /// <summary>Beyond that none is kept until others ran out.</summary>
    const int Most = 4096;

    readonly Lock _gate = new();
    readonly Dictionary<SessionTicket, (Refusal Why, long At)> _refused = [];
    readonly Queue<SessionTicket> _inOrder = new();

    /// <summary>Why it led nowhere; null where that is not known, or not any more.</summary>
    public Refusal? Find(SessionTicket ticket)
    {
        lock (_gate) return _refused.TryGetValue(ticket, out var one) && IsFresh(one.At) ? one.Why : null;
    }

    /// <summary>It leads nowhere for a moment.</summary>
    public void Add(SessionTicket ticket, Refusal why)
    {
        lock (_gate)
        {
            while (_inOrder.TryPeek(out var oldest) && !IsFresh(_refused[oldest].At)) _refused.Remove(_inOrder.Dequeue());
            if (_refused.Count < Most && _refused.TryAdd(ticket, (why, time.GetTimestamp()))) _inOrder.Enqueue(ticket);
        }
    }

    bool IsFresh(long at) => time.GetElapsedTime(at) < Lifetime;
}
