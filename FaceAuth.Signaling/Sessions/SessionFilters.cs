using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Which sessions are listed, as the API and the console are asked for them.</summary>
internal static class SessionFilters
{
    public const string Purposes = "enroll verify identify";
    public const string States = "created claimed decided ended";
    public const string PolicyList = "passive standard strict";

    /// <summary>How a session ends that no refusal ended.</summary>
    public static readonly string[] Ends = ["accepted", "rejected", "abandoned", "expired"];

    /// <summary>What is listed, or which filter is none: a mistyped one would list more than was meant, or nothing.</summary>
    public static Outcome<SessionFilter> Read(
        string? purpose, string? state, string? outcome, string? policy, DateTimeOffset? from, DateTimeOffset? to)
    {
        var (wantedPurpose, wantedState) = (default(SessionPurpose), default(SessionState));
        if (purpose is not null && !Wire.TryPurpose(purpose, out wantedPurpose)) return Paging.BadFilter("purpose", Purposes);
        if (state is not null && !Wire.TryState(state, out wantedState)) return Paging.BadFilter("state", States);
        if (policy is not null && !PolicyNames.All.Contains(policy)) return Paging.BadFilter("policy", PolicyList);
        if (outcome is not null && !Outcomes.Contains(outcome)) return BadOutcome;
        if (to < from) return Paging.BadSpan;
        return new SessionFilter(
            Purpose: purpose is null ? null : wantedPurpose, State: state is null ? null : wantedState, Outcome: outcome, Policy: policy,
            From: from?.ToUniversalTime(), To: to?.ToUniversalTime());
    }

    /// <summary>A decision, what a session was left as, or the code of what ended it.</summary>
    static readonly HashSet<string> Outcomes =
        [.. Ends, .. Refusals.All.Select(refusal => refusal.Code)];

    static Refusal BadOutcome => Refusals.BadRequest.With(
        $"Set outcome to {string.Join(", ", Ends)} or the code of a refusal that ends sessions, or leave it out.");
}
