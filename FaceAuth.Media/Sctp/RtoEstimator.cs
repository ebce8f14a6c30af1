namespace FaceAuth.Media.Sctp;

/// <summary>
/// Retransmission timeout from measured round trips (RFC 9260 §6.3.1, https://www.rfc-editor.org/rfc/rfc9260#section-6.3.1).
/// </summary>
internal sealed class RtoEstimator(SctpOptions options)
{
    const double Alpha = 1.0 / 8, Beta = 1.0 / 4;   // same section

    static readonly TimeSpan LeastProbe = TimeSpan.FromMilliseconds(10);   // peers' timers and schedulers are no finer

    TimeSpan _smoothed;
    TimeSpan _variation;
    bool _isMeasured;

    /// <summary>How long to wait for an acknowledgement now.</summary>
    public TimeSpan Rto { get; private set; } = options.RtoInitial;

    /// <summary>After how long an acknowledgement is overdue; null before the first round trip was measured.</summary>
    /// <remarks>Two round trips (RFC 8985 §7.2), or what their variation makes likely if that is more (RFC 9002 §6.2.1).</remarks>
    public TimeSpan? ProbeTimeout
    {
        get
        {
            if (!_isMeasured) return null;
            var wait = _smoothed + (_smoothed > _variation * 4 ? _smoothed : _variation * 4);
            return wait > LeastProbe ? wait : LeastProbe;
        }
    }

    /// <summary>A round trip was measured, on a chunk sent once (Karn).</summary>
    public void HandleSample(TimeSpan roundTrip)
    {
        if (_isMeasured)
        {
            _variation = _variation * (1 - Beta) + (_smoothed - roundTrip).Duration() * Beta;
            _smoothed = _smoothed * (1 - Alpha) + roundTrip * Alpha;
        }
        else
        {
            _smoothed = roundTrip;
            _variation = roundTrip / 2;
            _isMeasured = true;
        }

        Rto = Clamp(_smoothed + _variation * 4);
    }

    /// <summary>A timeout passed: the next one waits twice as long.</summary>
    public void BackOff() => Rto = Clamp(Rto * 2);

    TimeSpan Clamp(TimeSpan rto) => rto < options.RtoMin ? options.RtoMin : rto > options.RtoMax ? options.RtoMax : rto;
}
