namespace FaceAuth.Media.Tests.Sctp;

/// <summary>A link of a certain rate with a queue before it that drops what does not fit. Several senders may share it.</summary>
sealed class Bottleneck(double bitsPerSecond, int queueBytes)
{
    TimeSpan _freeAt;

    /// <summary>Packets that found no room.</summary>
    public int Dropped { get; private set; }

    /// <summary>Packets that it took.</summary>
    public int Carried { get; private set; }

    /// <summary>The longest that a packet waited.</summary>
    public TimeSpan LongestWait { get; private set; }

    /// <returns>How long the packet takes until it has left the link; null when it was dropped.</returns>
    public TimeSpan? Pass(int bytes, TimeSpan now)
    {
        var wait = _freeAt > now ? _freeAt - now : TimeSpan.Zero;
        if (wait.TotalSeconds * bitsPerSecond / 8 + bytes > queueBytes)
        {
            Dropped++;
            return null;
        }

        Carried++;
        if (wait > LongestWait) LongestWait = wait;
        _freeAt = now + wait + TimeSpan.FromSeconds(bytes * 8 / bitsPerSecond);
        return _freeAt - now;
    }
}
