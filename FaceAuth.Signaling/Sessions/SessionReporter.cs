using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Telemetry;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Tells the operator how sessions begin and end: in counters and in the log. Safe from many threads.</summary>
/// <remarks>"busy" is counted each time and logged once a minute, so that a crowd that tries again fills no log.</remarks>
internal sealed class SessionReporter(SignalingMetrics metrics, TimeProvider time, ILogger<SessionSupervisor> logger)
{
    static readonly TimeSpan BusyEvery = TimeSpan.FromMinutes(1);

    readonly Lock _gate = new();
    TimeSpan? _toldBusyAt;
    long _busy;

    /// <summary>Every line that is logged until the end of this says which session it is about.</summary>
    public IDisposable? LogOf(Guid sessionId) => SignalingLog.Of(logger, sessionId);

    /// <summary>A session runs.</summary>
    public void HandleBegan(SessionRecord session)
    {
        SessionTrace.HandleBegan(Wire.Name(session.Purpose), session.Policy);
        metrics.Started(session.Purpose);
        SignalingLog.SessionBegan(logger, session.Id, Wire.Name(session.Purpose), session.Policy);
    }

    /// <summary>It ended; the outcome is "accepted", "rejected" or a refusal's code.</summary>
    public void HandleEnded(SessionRecord session, string outcome)
    {
        metrics.Ended(session.Purpose, outcome);
        SessionTrace.HandleOutcome(outcome);
        if (outcome == Refusals.Busy.Code) HandleBusy();
        else SignalingLog.SessionEnded(logger, session.Id, outcome);
    }

    /// <summary>An offer was refused.</summary>
    public void HandleRefused(Guid sessionId, Refusal why)
    {
        if (why.Code == Refusals.Busy.Code) HandleBusy();
        else SignalingLog.OfferRefused(logger, sessionId, why.Code);
    }

    /// <summary>An error ended a session.</summary>
    public void HandleFailed(Guid sessionId, Exception fault) => SignalingLog.SessionFailed(logger, sessionId, StoreFaults.ForLog(fault));

    /// <summary>A session's end could not be recorded.</summary>
    public void HandleUnrecorded(Guid sessionId, Exception fault) =>
        SignalingLog.RecordFailed(logger, sessionId, StoreFaults.ForLog(fault));

    /// <summary>A result could not be sent.</summary>
    public void HandleUnsent(Guid sessionId) => SignalingLog.ResultUnsent(logger, sessionId);

    /// <summary>Something of a session could not be closed.</summary>
    public void HandleUnclosed(Guid sessionId, Exception fault) => SignalingLog.CloseFailed(logger, sessionId, fault);

    void HandleBusy()
    {
        long told;
        lock (_gate)
        {
            _busy++;
            var now = time.GetElapsedTime(0);
            if (now - _toldBusyAt < BusyEvery) return;
            (_toldBusyAt, told, _busy) = (now, _busy, 0);
        }

        SignalingLog.Busy(logger, told);
    }
}
