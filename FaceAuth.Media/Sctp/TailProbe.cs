namespace FaceAuth.Media.Sctp;

/// <summary>
/// Asks for an acknowledgement when none comes although one should have, long before T3-rtx: a tail loss probe (RFC 8985 §7,
/// https://www.rfc-editor.org/rfc/rfc8985#section-7).
/// </summary>
/// <remarks>Each further one waits twice as long, as in RFC 9002 §6.2.1.</remarks>
internal sealed class TailProbe(RtoEstimator rto)
{
    const int MaxDoublings = 6;   // T3-rtx comes first by then

    int _sent;

    /// <summary>When <see cref="HandleTimeout"/> is due.</summary>
    public TimeSpan Deadline { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Whether a probe is to be sent.</summary>
    public bool IsDue { get; private set; }

    /// <summary>Something new was acknowledged.</summary>
    public void HandleAcknowledged() => (_sent, IsDue) = (0, false);

    /// <summary>Data went out or was acknowledged: waits anew, or not at all when nothing is in flight.</summary>
    public void Arm(bool isInFlight, TimeSpan now) =>
        Deadline = isInFlight && rto.ProbeTimeout is { } wait ? now + wait * (1 << Math.Min(_sent, MaxDoublings)) : TimeSpan.MaxValue;

    /// <summary>No acknowledgement came.</summary>
    public void HandleTimeout() => (Deadline, IsDue) = (TimeSpan.MaxValue, true);

    /// <summary>The probe went out, or there was nothing to send.</summary>
    public void HandleSent()
    {
        if (IsDue) _sent++;
        IsDue = false;
    }

    /// <summary>Asks for nothing any more.</summary>
    public void Reset() => (Deadline, IsDue, _sent) = (TimeSpan.MaxValue, false, 0);
}
