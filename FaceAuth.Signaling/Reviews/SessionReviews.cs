using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Reviews;

/// <summary>Decisions that people look at again: appealed ones, and close ones where the operator wants them.</summary>
/// <remarks>What they find changes no verdict: it is told beside it, and to the relying party's webhooks. Safe from many threads.</remarks>
internal sealed partial class SessionReviews(
    IReviewStore reviews, ISessionStore sessions, IAuditLog audit, IOptions<ReviewOptions> options, TimeProvider time,
    ILogger<SessionReviews> logger)
{
    /// <summary>Somebody asks for a review: its owner, or somebody of the staff in their place.</summary>
    public async Task<Outcome<ReviewRecord>> AppealAsync(SessionRecord session, string actor, CancellationToken cancellation)
    {
        if (await reviews.OpenAsync(session.Id, ReviewCause.Appealed, cancellation) is not { } opened) return ReviewRefusals.NotDecided;
        if (opened.IsNew) await AuditAsync("review.opened", actor, opened.Review);
        return opened.Review;
    }

    /// <summary>Opens a review of a decision that was a close one. Never fails: the decision stands by now.</summary>
    /// <returns>Whether it is looked at again.</returns>
    public async Task<bool> HandleDecidedAsync(SessionRecord session, AuthDecision decision)
    {
        if (options.Value.DoubtWithin <= 0 || decision.Scores is not { Similarity: { } similarity, Threshold: { } threshold }
            || Math.Abs(similarity - threshold) > options.Value.DoubtWithin)
            return false;
        try
        {
            if (await reviews.OpenAsync(session.Id, ReviewCause.Doubtful, CancellationToken.None) is not { } opened) return false;
            if (opened.IsNew) await AuditAsync("review.opened", "system", opened.Review);
            return true;
        }
        catch (Exception e)
        {
            NotOpened(logger, session.Id, StoreFaults.ForLog(e));
            return false;
        }
    }

    /// <summary>A review that somebody of the staff may judge now; why not, for every other.</summary>
    public async Task<Outcome<ReviewRecord>> FindJudgeableAsync(Guid reviewId, Staff staff, CancellationToken cancellation)
    {
        // whoever holds the operator's key is nobody in particular, and could be both pairs of eyes
        if (Caller.UserOf(staff.Actor) is not { } account) return ReviewRefusals.NotYourReview;
        if (await reviews.FindByIdAsync(reviewId, cancellation) is not { } review) return ReviewRefusals.ReviewUnknown;
        if (await sessions.FindAsync(review.SessionId, cancellation) is not { } session) return ReviewRefusals.ReviewUnknown;
        if (session.Owner == staff.Actor) return ReviewRefusals.NotYourReview;
        if (review.State != ReviewState.Open) return ReviewRefusals.ReviewOver;
        return review.Judgements.Any(judgement => judgement.By == account) ? ReviewRefusals.NotYourReview : review;
    }

    /// <summary>Somebody of the staff judges; never about a session of their own, and never twice.</summary>
    public async Task<Outcome<ReviewRecord>> JudgeAsync(Guid reviewId, Staff staff, bool overturns, CancellationToken cancellation)
    {
        if (!(await FindJudgeableAsync(reviewId, staff, cancellation)).TryGet(out _, out var refusal)) return refusal;
        var account = Caller.UserOf(staff.Actor)!.Value;
        // somebody else may have judged meanwhile
        var (answer, judged) = await reviews.JudgeAsync(reviewId, account, overturns, options.Value.Judges, cancellation);
        switch (answer)
        {
            case ReviewAnswer.Judged: return ReviewRefusals.NotYourReview;
            case ReviewAnswer.Closed: return ReviewRefusals.ReviewOver;
            case ReviewAnswer.Taken when judged is not null:
                await AuditAsync("review.judged", staff.Actor, judged, overturns);
                return judged;
            default: return ReviewRefusals.ReviewUnknown;
        }
    }

    // it stands by now: whoever hung up meanwhile did it all the same
    async Task AuditAsync(string action, string actor, ReviewRecord review, bool? overturns = null) =>
        await audit.AppendAsync(
            new AuditEntry(time.GetUtcNow(), action, actor, review.SessionId, null, JsonSerializer.Serialize(
                new Details(review.Id, Wire.Name(review.Cause), Wire.Name(review.State), overturns), DetailsJson.Default.Details))
            {
                Origin = ClientOrigin.Current,
            },
            CancellationToken.None);

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "No review of session {Session} was opened.")]
    static partial void NotOpened(ILogger logger, Guid session, Exception? fault);

    internal sealed record Details(Guid Review, string Cause, string State, bool? Overturns);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(Details))]
    sealed partial class DetailsJson : JsonSerializerContext;
}
