namespace FaceAuth.Pipeline.Scheduling;

/// <summary>Says which of a camera's pictures are looked at, so that none costs a model's time for nothing.</summary>
/// <remarks>
/// By the camera's clock, since the network bunches pictures up; by the server's too, so that a clock that stands still or runs backwards
/// hides nothing. Sans-IO; for one thread.
/// </remarks>
internal sealed class LookMachine
{
    const int UnitsPerSecond = 90_000;   // RFC 7741 §4.1 and its like

    // a camera's clock that lags so far behind the server's is not believed
    const int Lag = 3;

    uint _lastTimestamp;
    TimeSpan? _lastReceived;

    /// <summary>Whether a picture is due, which makes it the last one looked at.</summary>
    /// <param name="timestamp">RTP, 90 000 a second.</param>
    /// <param name="received">By the server's clock.</param>
    /// <param name="every">Least time between two that are looked at.</param>
    public bool IsDue(uint timestamp, TimeSpan received, TimeSpan every)
    {
        if (_lastReceived is { } last)
        {
            var captured = (int)(timestamp - _lastTimestamp) / (double)UnitsPerSecond;
            if (captured < every.TotalSeconds && received - last < every * Lag) return false;
        }

        (_lastTimestamp, _lastReceived) = (timestamp, received);
        return true;
    }
}
