using System.Text.Json;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Limits;

/// <summary>One attempt that is counted as a failure until it is known better. Nothing of it fails: in doubt it stays counted.</summary>
internal sealed class FaceAttempt(
    SessionRecord session, AttemptTicket ticket, IFaceAttempts attempts, IAuditLog audit, TimeProvider time, ILogger logger)
{
    bool _isAccepted;

    /// <summary>What was counted.</summary>
    public AttemptTicket Ticket => ticket;

    /// <summary>There was no attempt after all.</summary>
    public Task TakeBackAsync() => QuietlyAsync(attempts.TakeBackAsync(ticket, CancellationToken.None));

    /// <summary>It succeeded.</summary>
    public Task HandleAcceptedAsync()
    {
        _isAccepted = true;
        return QuietlyAsync(attempts.HandleAcceptedAsync(ticket, CancellationToken.None));
    }

    /// <summary>Its session is over: writes down which walls were reached, unless it succeeded.</summary>
    public async Task HandleOverAsync()
    {
        if (_isAccepted) return;
        foreach (var (bound, failures) in ticket.Walls)
        {
            var details = JsonSerializer.Serialize(new
            {
                counted = bound.Scope.ToString().ToLowerInvariant(),
                purpose = Wire.Name(ticket.Purpose),
                failures,
            });
            var action = failures == bound.Most ? "attempts.disabled" : "attempts.slowed";
            await QuietlyAsync(audit.AppendAsync(
                new(time.GetUtcNow(), action, session.Owner, session.Id, session.SubjectId, details) { Origin = ClientOrigin.Current },
                CancellationToken.None));
        }
    }

    async Task QuietlyAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (Exception e)
        {
            SignalingLog.AttemptNotKept(logger, session.Id, StoreFaults.ForLog(e));
        }
    }
}
