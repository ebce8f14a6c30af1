namespace FaceAuth.Media.Rtp;

/// <summary>Keeps a stream's RTP timestamps going on where its source changes: each draws its own offset (RFC 3550 §5.1).</summary>
/// <remarks>By when the packets came, which is all that two sources have in common. Sans-IO.</remarks>
internal sealed class SourceClock
{
    uint _last;
    uint _shift;

    /// <summary>When the followed source's last packet came.</summary>
    public TimeSpan LastAt { get; private set; }

    /// <summary>A timestamp of the followed source, as the stream goes on with it.</summary>
    public uint At(uint timestamp) => timestamp + _shift;

    /// <summary>A packet of the followed source came.</summary>
    public void Handle(uint timestamp, TimeSpan now)
    {
        _last = At(timestamp);
        if (now > LastAt) LastAt = now;
    }

    /// <summary>Another source goes on.</summary>
    /// <param name="timestamp">Its first.</param>
    /// <param name="now">When that came.</param>
    public void GoOn(uint timestamp, TimeSpan now) => _shift = _last + (uint)((now - LastAt).Ticks * 9 / 1000) - timestamp;   // 90 kHz
}
