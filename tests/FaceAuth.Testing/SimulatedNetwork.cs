namespace FaceAuth.Testing;

/// <summary>
/// Carries datagrams between two ends on virtual time: delays, loses, repeats and reorders them. The same seed and the same
/// sends give the same deliveries.
/// </summary>
/// <param name="seed">Of every decision.</param>
public sealed class SimulatedNetwork(int seed)
{
    readonly Random _random = new(seed);
    readonly PriorityQueue<(int To, byte[] Bytes), (TimeSpan At, long Order)> _wire = new();
    long _order;

    /// <summary>Time on the way, at least.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Extra time on the way, at most; more than the gap between datagrams reorders them.</summary>
    public TimeSpan Spread { get; set; }

    /// <summary>Share of datagrams lost, 0–1.</summary>
    public double Loss { get; set; }

    /// <summary>Share of datagrams delivered twice, 0–1.</summary>
    public double Duplication { get; set; }

    /// <summary>Whether the line is cut: everything is lost.</summary>
    public bool IsCut { get; set; }

    /// <summary>Names datagrams that are lost whatever <see cref="Loss"/> says; null for none.</summary>
    public Func<byte[], bool>? Drops { get; set; }

    /// <summary>Datagrams sent so far, lost ones too.</summary>
    public long Sent { get; private set; }

    /// <summary>Datagrams lost so far.</summary>
    public long Lost { get; private set; }

    /// <summary>When the next datagram arrives; <see cref="TimeSpan.MaxValue"/> when none is on the way.</summary>
    public TimeSpan NextArrival => _wire.TryPeek(out _, out var key) ? key.At : TimeSpan.MaxValue;

    /// <summary>Puts a copy of a datagram on the wire.</summary>
    public void Send(int to, ReadOnlySpan<byte> datagram, TimeSpan now)
    {
        Sent++;
        if (IsCut || _random.NextDouble() < Loss || Drops?.Invoke(datagram.ToArray()) == true)
        {
            Lost++;
            return;
        }

        for (var copies = _random.NextDouble() < Duplication ? 2 : 1; copies > 0; copies--)
            _wire.Enqueue((to, datagram.ToArray()), (now + Delay + Spread * _random.NextDouble(), _order++));
    }

    /// <summary>Takes the next datagram that has arrived by <paramref name="now"/>.</summary>
    public bool TryReceive(TimeSpan now, out int to, out byte[] datagram)
    {
        (to, datagram) = (0, []);
        if (!_wire.TryPeek(out var next, out var key) || key.At > now) return false;
        _wire.Dequeue();
        (to, datagram) = next;
        return true;
    }
}
