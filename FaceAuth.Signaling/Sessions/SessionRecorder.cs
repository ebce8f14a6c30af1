using System.Reflection;
using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Reviews;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Verdicts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Writes how a session ended: the session's row first, which only the first writer changes, then the audit log.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class SessionRecorder(
    ISessionStore sessions, INodeStore nodes, ISubjectStore subjects, IGroupStore groups, IAuditLog audit, SessionClaims claims,
    VerdictSigner signer, SessionReviews reviews, SessionPictures pictures, TimeProvider time, ILogger<SessionRecorder> logger)
{
    const int MostModels = 32;

    /// <summary>Of the program, whose policies hold the thresholds.</summary>
    static readonly string Version =
        typeof(SessionRecorder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>Records a decision and returns its verdict, which can be told then.</summary>
    /// <returns>Null when the session had ended before or its subject was erased meanwhile, and then nothing changes.</returns>
    public async Task<DecidedSession?> DecideAsync(
        SessionRecord session, AuthDecision decision, IMediaPeer peer, CancellationToken cancellation, SessionTimeline? timeline = null)
    {
        var subject = decision.SubjectId ?? session.SubjectId;
        string? name = null;
        DateTimeOffset? enrolledAt = null;
        if (subject is { } id)
        {
            if (await subjects.FindAsync(id, cancellation) is not { } known) return null;
            (name, enrolledAt) = (known.ExternalId, known.EnrolledAt);
        }

        var group = session.GroupId is { } searched ? await groups.FindAsync(searched, cancellation) : null;
        // a group that was deleted meanwhile: nobody is in it, so that nobody was found
        if (session.GroupId is not null && group is null && decision.Accepted) return null;
        var verdict = signer.Sign(session, decision, name, enrolledAt, group?.Name, peer);
        var reasons = decision.Reasons.Select(Wire.Name).ToList();
        var scores = ScoresJson.From(decision);
        var outcome = decision.Accepted ? "accepted" : "rejected";
        var ending = new SessionEnding(SessionState.Decided, outcome, reasons, verdict,
            JsonSerializer.Serialize(scores, VerdictJson.Default.ScoresJson), time.GetUtcNow(), subject,
            timeline?.EndedWith(outcome, isDecided: true));
        if (!await sessions.TryEndAsync(session.Id, ending, cancellation)) return null;
        var decided = new AuditDecision(outcome, reasons, [.. scores.Models.Take(MostModels)], $"{session.Policy}@{Version}");
        await AuditAsync(session, $"session.{outcome}", subject, new(Wire.Name(session.Purpose), reasons, scores), cancellation, decided);
        if (decision.Adapted) await AuditAsync(session, "template.adapted", subject, new(Wire.Name(session.Purpose)), cancellation);
        return new(verdict, subject, await reviews.HandleDecidedAsync(session, decision));
    }

    /// <summary>Keeps pictures of it, where that is wanted; after it was told, for nobody waits for them. Never fails.</summary>
    public Task KeepPicturesAsync(SessionRecord session, DecidedSession decided, AuthDecision decision) =>
        pictures.HandleDecidedAsync(session, decided.Subject, decision, decided.IsReviewed);

    /// <summary>Records an end without a decision; false when the session had ended before.</summary>
    /// <remarks>"busy" ends no session whose token is still good: its claim is given back, and nothing else is written.</remarks>
    /// <param name="session">As it was read.</param>
    /// <param name="why">The outcome.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="timeline">What happened in it.</param>
    /// <param name="takenBack">Its attempt, where the end makes it none.</param>
    public async Task<bool> EndAsync(
        SessionRecord session, Refusal why, CancellationToken cancellation, SessionTimeline? timeline = null,
        AttemptTicket? takenBack = null)
    {
        if (why.Code == Refusals.Busy.Code)
        {
            // its attempt is taken back, and must not be once more; first, since another node may enter as soon as it is given back
            await nodes.LeaveAsync(session.Id, cancellation);
            if (await claims.TryGiveBackAsync(session, cancellation)) return true;
        }

        var ending = new SessionEnding(
            SessionState.Ended, why.Code, [], null, null, time.GetUtcNow(), TimelineJson: timeline?.EndedWith(why.Code, isDecided: false))
        {
            TakenBack = takenBack,
        };
        if (!await sessions.TryEndAsync(session.Id, ending, cancellation)) return false;
        await AuditAsync(session, $"session.{why.Code}", session.SubjectId, new(Wire.Name(session.Purpose)), cancellation);
        return true;
    }

    /// <summary>Never fails: the session's row stands by now, and nobody may be told something else because the log failed.</summary>
    async Task AuditAsync(SessionRecord session, string action, Guid? subject, AuditDetails details, CancellationToken cancellation,
        AuditDecision? decision = null)
    {
        try
        {
            var entry = new AuditEntry(time.GetUtcNow(), action, session.Owner, session.Id, subject,
                JsonSerializer.Serialize(details, VerdictJson.Default.AuditDetails));
            await audit.AppendAsync(entry with { Decision = decision, Origin = ClientOrigin.Current }, cancellation);
        }
        catch (Exception e)
        {
            SignalingLog.AuditFailed(logger, action, session.Id, StoreFaults.ForLog(e));
        }
    }
}

/// <summary>A session whose decision is recorded.</summary>
/// <param name="Verdict">As it was signed.</param>
/// <param name="Subject">Whom it is about; null for nobody known.</param>
/// <param name="IsReviewed">Whether a review of it is open already.</param>
internal sealed record DecidedSession(string Verdict, Guid? Subject, bool IsReviewed);
