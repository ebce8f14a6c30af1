using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>How often a face may be tried without success: by subject, account, relying party and address.</summary>
/// <remarks>
/// A recording fits a session's challenges by chance once in some hundred times, and whoever sees that it does not can leave and begin
/// anew: so every offer counts that is answered, however it ends, until one is accepted. An attempt counts for its policy and for all
/// milder ones, and success under a policy forgets what was counted for that one and for milder ones: a <c>passive</c> success says
/// nothing about failures under <c>strict</c>. The store keeps it all. Safe from many threads.
/// </remarks>
internal sealed class FaceAttempts(
    IFaceAttempts attempts, IOptions<AttemptOptions> limits, IOptions<SignalingOptions> caps, IAuditLog audit, TimeProvider time,
    ILogger<FaceAttempts> logger)
{
    /// <summary>What many share is slowed down and never shut: behind one address, or one service, are many people.</summary>
    static readonly TimeSpan AddressWait = TimeSpan.FromSeconds(5), PartyWait = TimeSpan.FromSeconds(1);

    /// <summary>For people.</summary>
    const string OtherWay = "sign in another way, with a password or a passkey, or ask the operator.";

    /// <summary>For the service that asks over the API.</summary>
    const string OtherWayOfParty = "know the person in another way, and end the wait with POST /v1/subjects/{id}/free.";

    /// <summary>Why a session may not be created now; null where it may. Nothing is counted.</summary>
    /// <param name="owner">Whose it would be.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="subject">Whom it would be about; null for nobody yet.</param>
    /// <param name="policy">By name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<Refusal?> LookAsync(
        string owner, SessionPurpose purpose, Guid? subject, string policy, CancellationToken cancellation) =>
        RefusalOf(
            await attempts.LookAsync(purpose, RankOf(policy), BoundsOf(owner, subject, null), cancellation),
            Caller.RelyingPartyOf(owner) is null ? OtherWay : OtherWayOfParty);

    /// <summary>Counts a session's attempt, or says why it may not be made now.</summary>
    /// <param name="session">The session.</param>
    /// <param name="address">Its client's, null when it is not known and so not counted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<Outcome<FaceAttempt>> TryBeginAsync(SessionRecord session, string? address, CancellationToken cancellation)
    {
        var bounds = BoundsOf(session.Owner, session.SubjectId, address);
        var answer = await attempts.TryBeginAsync(session.Purpose, RankOf(session.Policy), bounds, cancellation);
        if (RefusalOf(answer, OtherWay) is { } refusal) return refusal;
        return new FaceAttempt(session, answer.Ticket!, attempts, audit, time, logger);
    }

    List<AttemptBound> BoundsOf(string owner, Guid? subject, string? address)
    {
        var (own, running) = (limits.Value, caps.Value);
        var bounds = new List<AttemptBound>();
        if (subject is { } id) bounds.Add(new(AttemptScope.Subject, id.ToString(), own.Free, own.Wait, own.Most));
        // what runs counts as failed until it is accepted: as many as may run at a time are no attack
        if (Caller.RelyingPartyOf(owner) is { } party)
            bounds.Add(new(AttemptScope.RelyingParty, party.ToString(),
                Math.Max(own.FreePerRelyingParty, 2 * running.MaxSessionsPerRelyingParty), PartyWait));
        else if (Caller.UserOf(owner) is { } user) bounds.Add(new(AttemptScope.Account, user.ToString(), own.Free, own.Wait, own.Most));
        if (address is not null)
            bounds.Add(new(AttemptScope.Address, address, Math.Max(own.FreePerAddress, 2 * running.MaxSessionsPerAddress), AddressWait));
        return bounds;
    }

    /// <param name="answer">The store's.</param>
    /// <param name="otherWay">What else there is to do where a subject's or account's attempts are used up.</param>
    static Refusal? RefusalOf(AttemptAnswer answer, string otherWay)
    {
        if (answer.Refused is not { } full) return null;
        if (answer.RetryAfter is not { } wait) return Refusals.FaceDisabled;
        var seconds = Math.Ceiling(wait.TotalSeconds);
        var where = full.Scope switch
        {
            AttemptScope.Address => "There were too many failed attempts from your network's address",
            AttemptScope.RelyingParty => "There were too many failed attempts at this service",
            _ => $"There were {answer.Failures} failed attempts in a row",
        };
        // a service frees one of its subjects, and itself never
        var other = otherWay == OtherWayOfParty && full.Scope == AttemptScope.RelyingParty ? "." : $"; or {otherWay}";
        return Refusals.TooManyAttempts with { Text = $"{where}. Wait {seconds} s, then start again{other}", RetryAfter = wait };
    }

    static int RankOf(string policy) => Math.Max(0, PolicyNames.RankOf(policy));
}
