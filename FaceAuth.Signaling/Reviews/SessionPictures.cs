using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Stills;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Reviews;

/// <summary>Pictures for who judges a decision: kept where the operator wants them, each look at one in the audit.</summary>
/// <remarks>They are face data: of a subject who did not agree to the text in force none are kept. Safe from many threads.</remarks>
internal sealed partial class SessionPictures(
    IReviewPictures pictures, SessionReviews reviews, IConsentStore consents, IAuditLog audit, IOptions<ReviewOptions> options,
    IOptions<ConsentOptions> consent, TimeProvider time, ILogger<SessionPictures> logger)
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);   // a busy store's; nobody waits for it

    /// <summary>How many a run is asked for; 0 where none are kept.</summary>
    public int Most => options.Value.Pictures;

    /// <summary>Keeps what was judged, where somebody may have to look at it again. Never fails: the decision stands by now.</summary>
    /// <param name="session">As it was when it began.</param>
    /// <param name="subject">Whom it is about; null for nobody known.</param>
    /// <param name="decision">With its pictures, which stay the caller's.</param>
    /// <param name="isReviewed">Whether a review is open already; who is refused may ask for one.</param>
    public async Task HandleDecidedAsync(SessionRecord session, Guid? subject, AuthDecision decision, bool isReviewed)
    {
        if (Most == 0 || decision.Pictures.Count == 0 || !(isReviewed || !decision.Accepted)) return;
        try
        {
            using var limit = new CancellationTokenSource(Limit, time);
            if (!await HasAgreedAsync(subject)) return;
            var kept = new List<ReviewPicture>(decision.Pictures.Count);
            foreach (var one in decision.Pictures)
                if (one.ToJpeg(ReviewPicture.MostBytes) is { } jpeg) kept.Add(new(one.Moment, one.At, jpeg));
            if (kept.Count > 0)
                await pictures.KeepAsync(session.Id, kept, time.GetUtcNow() + options.Value.PicturesFor, limit.Token);
        }
        catch (Exception e)
        {
            NotKept(logger, session.Id, StoreFaults.ForLog(e));
        }
    }

    /// <summary>What is kept of sessions; nothing where the setting is off.</summary>
    public async Task<IReadOnlyDictionary<Guid, KeptPictures>> FindAsync(
        IReadOnlyCollection<Guid> sessions, CancellationToken cancellation) =>
        Most == 0 ? new Dictionary<Guid, KeptPictures>() : await pictures.FindAsync(sessions, cancellation);

    /// <summary>One picture, for somebody who may judge that review; it is in the audit before they get it.</summary>
    /// <param name="reviewId">Of the review.</param>
    /// <param name="number">From 1.</param>
    /// <param name="staff">Who looks.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Outcome<ReviewPicture>> LookAsync(Guid reviewId, int number, Staff staff, CancellationToken cancellation)
    {
        var found = await reviews.FindJudgeableAsync(reviewId, staff, cancellation);
        if (!found.TryGet(out var review, out var refusal)) return refusal;
        if (Most == 0 || await pictures.OpenAsync(review.SessionId, number, cancellation) is not { } picture)
            return ReviewRefusals.PictureUnknown;
        await audit.AppendAsync(
            new AuditEntry(time.GetUtcNow(), "review.picture_seen", staff.Actor, review.SessionId, null,
                JsonSerializer.Serialize(new Look(review.Id, number), LookJson.Default.Look))
            {
                Origin = ClientOrigin.Current,
            },
            cancellation);
        return picture;
    }

    /// <summary>Deletes those whose time is over, and all where none are to be kept any more.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var deleted = Most == 0 ? await pictures.DeleteAllAsync(cancellation) : await pictures.DeleteExpiredAsync(cancellation);
        if (deleted > 0) Deleted(logger, deleted);
    }

    /// <summary>Whether there is no text to agree to, or this subject agreed to the one in force.</summary>
    async Task<bool> HasAgreedAsync(Guid? subject)
    {
        if (consent.Value.Version is not { } wanted) return true;
        return subject is { } known && await consents.ListAsync(known, 1, CancellationToken.None) is [{ Version: var agreed }]
            && agreed == wanted;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "No pictures of session {Session} were kept for review.")]
    static partial void NotKept(ILogger logger, Guid session, Exception? fault);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "{Count} pictures kept for review were deleted.")]
    static partial void Deleted(ILogger logger, int count);

    internal sealed record Look(Guid Review, int Picture);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Look))]
    sealed partial class LookJson : JsonSerializerContext;
}
