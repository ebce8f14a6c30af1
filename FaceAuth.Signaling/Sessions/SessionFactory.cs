using System.Security.Cryptography;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Checks a request for a session and creates it. Safe from many threads.</summary>
internal sealed class SessionFactory(
    ISessionStore sessions, ISubjectStore subjects, IGroupStore groups, SessionConsents consents, SessionLimits limits,
    FaceAttempts attempts, Enrolments enrolments, SessionReadiness readiness, IOptions<SignalingOptions> options, TimeProvider time)
{
    /// <summary>Every reason why there may be none.</summary>
    public static IReadOnlyList<Refusal> Refused { get; } =
    [
        Refusals.BadPurpose, Refusals.UnknownPolicy, Refusals.PolicyTooMild, Refusals.BadNonce, Refusals.ConsentNotAllowed,
        Refusals.BadConsent, Refusals.ConsentRequired, Refusals.ServerStopping, Refusals.NotReady, Refusals.IdentifyNeedsKey,
        Refusals.BadSubject, Refusals.SubjectNotAllowed, Refusals.NotEnrolled, Refusals.TooManyAttempts, Refusals.FaceDisabled,
        Refusals.AlreadyEnrolled, Refusals.EnrolNeedsProof, Refusals.GroupNotAllowed, Refusals.BadGroup, Refusals.GroupUnknown,
    ];

    /// <summary>Creates a session for a caller, or says why not.</summary>
    public async Task<Outcome<SessionRecord>> CreateAsync(Caller caller, SessionWish wish, CancellationToken cancellation)
    {
        if (!Wire.TryPurpose(wish.Purpose, out var purpose)) return Refusals.BadPurpose;
        var (nonce, policy) = (wish.Nonce, wish.Policy);
        if (policy is not null && !PolicyNames.All.Contains(policy)) return Refusals.UnknownPolicy;
        var least = caller.IsRelyingParty ? options.Value.LeastPolicyOfRelyingParties : options.Value.LeastPolicy;
        if (policy is not null && !wish.IsOperatorsPolicy && PolicyNames.RankOf(policy) < PolicyNames.RankOf(least))
            return Refusals.PolicyTooMild;
        policy ??= PolicyNames.All[Math.Max(PolicyNames.RankOf(options.Value.DefaultPolicy), PolicyNames.RankOf(least))];
        if (nonce is not null && !IsNonce(nonce)) return Refusals.BadNonce;
        if (consents.Check(purpose, wish.Consent) is { } missing) return missing;
        if (limits.IsClosed) return Refusals.ServerStopping;   // its offer would come too late
        if (!readiness.IsReady) return Refusals.NotReady;
        var found = await SubjectAsync(caller, purpose, wish.Subject, cancellation);
        if (!found.TryGet(out var subject, out var refusal)) return refusal;
        var named = await GroupAsync(caller, purpose, wish.Group, cancellation);
        if (!named.TryGet(out var group, out refusal)) return refusal;
        if (await attempts.LookAsync(caller.Owner, purpose, subject, policy, cancellation) is { } walled) return walled;

        var now = time.GetUtcNow();
        var session = new SessionRecord(
            Guid.CreateVersion7(now), caller.Owner, purpose, subject, nonce ?? NewNonce(), policy,
            SessionState.Created, now, now + options.Value.TokenLifetime, GroupId: group)
        {
            SignInId = caller.SignIn,
            KeyId = caller.Key,
        };
        // before anybody's face is looked at
        if (wish.Consent is { } consent) await consents.RecordAsync(session, consent, cancellation);
        await sessions.CreateAsync(session, cancellation);
        return session;
    }

    /// <summary>The group to be searched; null for all of the caller's subjects.</summary>
    async Task<Outcome<Guid?>> GroupAsync(Caller caller, SessionPurpose purpose, string? name, CancellationToken cancellation)
    {
        if (name is null) return (Guid?)null;
        if (purpose != SessionPurpose.Identify) return Refusals.GroupNotAllowed;
        if (!SubjectNames.IsGroup(name)) return Refusals.BadGroup;
        return await groups.FindAsync(caller.Owner, name, cancellation) is { } group ? (Guid?)group.Id : Refusals.GroupUnknown;
    }

    /// <summary>Whom the session is about; null for identify.</summary>
    async Task<Outcome<Guid?>> SubjectAsync(Caller caller, SessionPurpose purpose, string? name, CancellationToken cancellation)
    {
        if (purpose == SessionPurpose.Identify)
        {
            if (!caller.IsRelyingParty) return Refusals.IdentifyNeedsKey;
            return name is null ? (Guid?)null : Refusals.BadSubject;
        }

        if (!caller.IsRelyingParty)
        {
            if (name is not null) return Refusals.SubjectNotAllowed;
            name = caller.UserId;
        }

        if (!SubjectNames.IsName(name)) return Refusals.BadSubject;
        var known = await subjects.FindAsync(caller.Owner, name, cancellation);
        if (known is null && !SubjectNames.MayBeNew(name)) return Refusals.BadSubject;
        var isEnrolled = known is { TemplateCount: > 0 };
        if (purpose == SessionPurpose.Verify && !isEnrolled) return Refusals.NotEnrolled;
        if (purpose == SessionPurpose.Verify) return known!.Id;

        // A stolen password must not be enough to add another face to an account.
        if (isEnrolled && !caller.IsRelyingParty) return Refusals.AlreadyEnrolled;
        if (!caller.IsRelyingParty && !await enrolments.MayEnrolAsync(caller, cancellation)) return Refusals.EnrolNeedsProof;
        return (known ?? await subjects.GetOrCreateAsync(caller.Owner, name, cancellation)).Id;
    }

    static bool IsNonce(string nonce) => nonce.Length is >= 8 and <= 128 && !nonce.AsSpan().ContainsAnyExceptInRange('!', '~');

    static string NewNonce() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(18));
}
