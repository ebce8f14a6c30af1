namespace FaceAuth.Media.Tests.Sctp;

/// <summary>Carries packets between two sides on virtual time and a fixed seed: delays, loses, repeats and reorders them.</summary>
sealed class SctpPath(int seed)
{
    readonly Random _random = new(seed);
    readonly PriorityQueue<(byte[] Bytes, bool ToSecond), (TimeSpan At, int Order)> _wire = new();
    int _order;

    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(100);

    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Extra delay of a packet, up to this much: reorders.</summary>
    public TimeSpan Spread { get; init; }

    /// <summary>0–1, both ways.</summary>
    public double Loss { get; set; }

    /// <summary>0–1, both ways.</summary>
    public double Repeats { get; init; }

    /// <summary>What packets to the second side queue up for; null when there is room for all.</summary>
    public Bottleneck? Link { get; init; }

    /// <summary>Loses what it says true to: the bytes and whether they go to the second side.</summary>
    public Func<byte[], bool, bool> Loses { get; set; } = (_, _) => false;

    /// <summary>How long a packet is held back beside: the bytes and whether they go to the second side.</summary>
    public Func<byte[], bool, TimeSpan> Holds { get; set; } = (_, _) => TimeSpan.Zero;

    /// <summary>Every packet sent, lost or not.</summary>
    public List<(byte[] Bytes, bool ToSecond)> Sent { get; } = [];

    public TimeSpan NextArrival => _wire.TryPeek(out _, out var next) ? next.At : TimeSpan.MaxValue;

    public void Send(ReadOnlySpan<byte> packet, bool toSecond)
    {
        var bytes = packet.ToArray();
        Sent.Add((bytes, toSecond));
        if (Loses(bytes, toSecond) || _random.NextDouble() < Loss) return;
        Put(bytes, toSecond);
        if (_random.NextDouble() < Repeats) Put(bytes, toSecond);
    }

    public bool TryReceive(out byte[] bytes, out bool toSecond)
    {
        (bytes, toSecond) = ([], false);
        if (NextArrival > Now) return false;
        (bytes, toSecond) = _wire.Dequeue();
        return true;
    }

    void Put(byte[] bytes, bool toSecond)
    {
        var passed = toSecond && Link is not null ? Link.Pass(bytes.Length, Now) : TimeSpan.Zero;
        if (passed is not { } wait) return;
        wait += Holds(bytes, toSecond);
        _wire.Enqueue((bytes, toSecond), (Now + wait + Delay + Spread * _random.NextDouble(), _order++));
    }
}
