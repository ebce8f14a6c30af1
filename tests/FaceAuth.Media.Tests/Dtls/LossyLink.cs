namespace FaceAuth.Media.Tests.Dtls;

/// <summary>One direction of a path that treats chosen datagrams badly. Its number counts from 0.</summary>
sealed class LossyLink(Action<byte[]> deliver)
{
    readonly Lock _gate = new();
    byte[]? _late;
    int _count;

    /// <summary>Numbers of the datagrams that are lost.</summary>
    public Func<int, bool> Loses { get; init; } = _ => false;

    /// <summary>Loses the first datagram that fits.</summary>
    public Func<byte[], bool>? LosesFirst { get; set; }

    /// <summary>Numbers of the datagrams that come twice.</summary>
    public Func<int, bool> Doubles { get; init; } = _ => false;

    /// <summary>Numbers of the datagrams that come after the one that follows them.</summary>
    public Func<int, bool> Delays { get; init; } = _ => false;

    public void Send(byte[] datagram)
    {
        lock (_gate)
        {
            var number = _count++;
            if (Loses(number)) return;
            if (LosesFirst?.Invoke(datagram) == true)
            {
                LosesFirst = null;
                return;
            }

            if (Delays(number) && _late is null)
            {
                _late = datagram;
                return;
            }

            deliver(datagram);
            if (Doubles(number)) deliver(datagram);
            if (_late is { } late) deliver(late);
            _late = null;
        }
    }
}
