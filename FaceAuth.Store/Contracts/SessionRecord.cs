namespace FaceAuth.Store.Contracts;

/// <summary>An authentication session as stored.</summary>
/// <param name="Id">Session id.</param>
/// <param name="Owner">Who created it: "user:ID" or "rp:ID".</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="SubjectId">The subject to enrol or verify; for identify null until one was found. It may have been erased since.</param>
/// <param name="Nonce">The relying party's nonce, returned in the verdict; 8–128 characters.</param>
/// <param name="Policy">Challenge policy by name.</param>
/// <param name="State">How far it is.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC; after it the session cannot be claimed.</param>
/// <param name="EndedAt">UTC; null while it runs.</param>
/// <param name="Outcome">Null while it runs; then "accepted", "rejected" or the reason it ended without a decision.</param>
/// <param name="Reasons">Reason codes of a rejection, empty otherwise.</param>
/// <param name="Verdict">Signed verdict (compact JWS); null when there is none, and when the subject that it names was erased.</param>
/// <param name="ScoresJson">Scores for the owner, JSON; null when there are none.</param>
/// <param name="GroupId">The group that an identify searches; null for all of the owner's subjects.</param>
/// <param name="TimelineJson">What happened in it and when, JSON; null while it runs, and where nothing was told.</param>
public sealed record SessionRecord(
    Guid Id, string Owner, SessionPurpose Purpose, Guid? SubjectId, string Nonce, string Policy, SessionState State,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? EndedAt = null, string? Outcome = null,
    IReadOnlyList<string>? Reasons = null, string? Verdict = null, string? ScoresJson = null,
    Guid? GroupId = null, string? TimelineJson = null)
{
    /// <summary>The sign-in of the user who made it; null of a relying party's.</summary>
    public Guid? SignInId { get; init; }

    /// <summary>The API key that it was made with; null of a user's.</summary>
    public Guid? KeyId { get; init; }
}
