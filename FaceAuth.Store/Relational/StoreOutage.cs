using System.Diagnostics;

namespace FaceAuth.Store.Relational;

/// <summary>How long the database has not answered: an outage is waited for once, and not by each call anew.</summary>
/// <remarks>In real time. Safe from many threads.</remarks>
internal sealed class StoreOutage
{
    /// <summary>After a fault and as long without another the outage is over, or nobody asked.</summary>
    static readonly long Memory = 5 * Stopwatch.Frequency;

    long _since, _last;

    /// <summary>The database has answered.</summary>
    public void HandleAnswer()
    {
        if (Volatile.Read(ref _since) != 0) Volatile.Write(ref _since, 0);
    }

    /// <summary>It has not; returns for how long it has been so.</summary>
    public TimeSpan HandleFault(long now)
    {
        var last = Interlocked.Exchange(ref _last, now);
        var since = Volatile.Read(ref _since);
        if (since == 0 || now - last > Memory)
        {
            Volatile.Write(ref _since, now);
            return TimeSpan.Zero;
        }

        return Stopwatch.GetElapsedTime(since, now);
    }
}
