using System.Text.Json.Serialization;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Reviews;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>Decisions that people look at again: the owner appeals, the staff judges.</summary>
internal static class ReviewsApi
{
    const string States = "open upheld overturned";
    const string Overturn = "overturn";
    const string Uphold = "uphold";
    const string Jpeg = "image/jpeg";

    /// <summary>One person's judgement.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Request([Field("Whether the decision was right.", OneOf = Uphold + " " + Overturn)] string? Judgement);

    /// <summary>A judgement that was given.</summary>
    internal sealed record JudgementView(
        [Field("Whose: the account's id.")] Guid By,
        [Field("What it says.", OneOf = Uphold + " " + Overturn)] string Judgement,
        [Field("When it was given.")] DateTimeOffset At);

    /// <summary>What is kept of the session, so that it can be seen.</summary>
    internal sealed record PicturesView(
        [Field("How many: they are numbered from 1.", Least = 1, Most = ReviewPicture.Most)] int Count,
        [Field("When they go, if nobody judges before.")] DateTimeOffset Until);

    /// <summary>A review, to the staff.</summary>
    internal sealed record View(
        [Field("Its id.")] Guid Id,
        [Field("The session that is looked at.")] Guid Session,
        [Field("Why: its owner asked, or it was a close one.", OneOf = "appealed doubtful")] string Cause,
        [Field("How it stands.", OneOf = States)] string State,
        [Field("When it was opened.")] DateTimeOffset OpenedAt,
        [Field("When it was closed.")] DateTimeOffset? ClosedAt,
        [Field("Who judged how, the first first.", Most = ReviewRecord.MostJudgements)] IReadOnlyList<JudgementView> Judgements,
        [Field("Pictures of the session; absent where none are kept.")] PicturesView? Pictures);

    /// <summary>A page of reviews, the oldest first.</summary>
    internal sealed record Page(
        [Field("The reviews, the oldest first.", Most = Paging.Most)] IReadOnlyList<View> Reviews,
        [Field("The `after` of the next page; absent on the last.", Pattern = Paging.Pattern)] string? Next);

    /// <summary>A review, to the session's owner.</summary>
    internal sealed record OwnView(
        [Field("How it stands.", OneOf = States)] string State,
        [Field("When it was opened.")] DateTimeOffset OpenedAt,
        [Field("When it was closed.")] DateTimeOffset? ClosedAt);

    public static void MapReviews(this IEndpointRouteBuilder routes)
    {
        var (id, session) = (Guid.Parse("0195a3c5-1f1e-7b52-9d0a-3c8e5b7f2a61"), Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"));
        var at = new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero);
        var open = new View(id, session, "appealed", "open", at, null, [], new(3, at.AddDays(7)));
        var group = routes.MapGroup("/v1/reviews").WithTags("Reviews").CountRefusals().RefuseUnknownFilters();
        group.MapGet("/", ListAsync).RequireAuthorization(Policies.Auditor)
            .Describe("listReviews", "List decisions that people look at again, the oldest first")
            .Answers(200, new Page([open], "0195a3c51f1e7b529d0a3c8e5b7f2a61"));
        group.MapPost("/{id}/judgements", JudgeAsync).RequireAuthorization(Policies.Operator)
            .Describe("judgeReview", "Judge a decision",
                "Who upholds closes the review; to overturn as many have to say so as `Reviews:Judges`. Nobody judges twice, nor their own.")
            .Takes(new Request(Uphold))
            .Answers(200, open with
            {
                State = "upheld",
                ClosedAt = at.AddHours(1),
                Judgements = [new(id, Uphold, at.AddHours(1))],
                Pictures = null,
            })
            .Refuses(ReviewRefusals.ReviewUnknown, ReviewRefusals.NotYourReview, ReviewRefusals.ReviewOver);
        group.MapGet("/{id}/pictures/{n}", ShowPictureAsync).RequireAuthorization(Policies.Operator)
            .Describe("showReviewPicture", "Look at a picture of the session that is judged",
                "For who may judge it. Each look is in the audit (`review.picture_seen`) before the picture is on its way.")
            .AnswersFile(Jpeg)
            .Refuses(
                ReviewRefusals.ReviewUnknown, ReviewRefusals.PictureUnknown, ReviewRefusals.NotYourReview, ReviewRefusals.ReviewOver);
        routes.MapGroup("/v1/sessions").WithTags("Reviews").CountRefusals()
            .MapPost("/{id}/review", AppealAsync).RequireAuthorization(Policies.Sessions)
            .Describe("appealSession", "Have people look at a decision again", "A second call shows the review that there is.")
            .Answers(200, new OwnView("open", at, null))
            .Refuses(Refusals.SessionUnknown, ReviewRefusals.NotDecided);
    }

    /// <summary>What the session's owner is told.</summary>
    public static OwnView OwnViewOf(ReviewRecord review) => new(Wire.Name(review.State), review.OpenedAt, review.ClosedAt);

    internal static async Task<Results<Ok<Page>, ProblemHttpResult>> ListAsync(
        IReviewStore reviews, SessionPictures pictures, CancellationToken cancellation, string? after = null, int count = Paging.Usual,
        [Field("Only those that stand so.", OneOf = States)] string? state = null)
    {
        if (!Paging.TryRead(after, count, out Guid? last)) return Problems.Of(Paging.Bad);
        ReviewState? wanted = null;
        if (state is not null)
        {
            if (!Wire.TryState(state, out ReviewState known))
                return Problems.Of(Refusals.BadRequest.With("Set state to open, upheld or overturned, or leave it out."));
            wanted = known;
        }

        var page = await reviews.ListAsync(wanted, last, count, cancellation);
        // those that are over have none any more
        var open = page.Reviews.Where(review => review.State == ReviewState.Open).Select(review => review.SessionId).ToList();
        var kept = await pictures.FindAsync(open, cancellation);
        return TypedResults.Ok(new Page(
            [.. page.Reviews.Select(review => ViewOf(review, kept.GetValueOrDefault(review.SessionId)))], Paging.Next(page.Last)));
    }

    internal static async Task<Results<Ok<View>, ProblemHttpResult>> JudgeAsync(
        Guid id, Request request, Staff staff, SessionReviews reviews, SessionPictures pictures, CancellationToken cancellation)
    {
        if (request.Judgement is not (Uphold or Overturn))
            return Problems.Of(Refusals.BadRequest.With("Set judgement to uphold or overturn."));
        var judged = await reviews.JudgeAsync(id, staff, request.Judgement == Overturn, cancellation);
        if (!judged.TryGet(out var review, out var refusal)) return Problems.Of(refusal);
        var kept = await pictures.FindAsync([review.SessionId], CancellationToken.None);
        return TypedResults.Ok(ViewOf(review, kept.GetValueOrDefault(review.SessionId)));
    }

    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ShowPictureAsync(
        Guid id, [Field("Which, from 1.", Least = 1, Most = ReviewPicture.Most)] int n, Staff staff, HttpContext context,
        SessionPictures pictures, CancellationToken cancellation)
    {
        if (!(await pictures.LookAsync(id, n, staff, cancellation)).TryGet(out var picture, out var refusal)) return Problems.Of(refusal);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = "inline";
        return TypedResults.Bytes(picture.Jpeg, Jpeg);
    }

    internal static async Task<Results<Ok<OwnView>, ProblemHttpResult>> AppealAsync(
        Guid id, Caller caller, ISessionStore sessions, SessionReviews reviews, CancellationToken cancellation)
    {
        if (await sessions.FindAsync(id, cancellation) is not { } session || session.Owner != caller.Owner)
            return Problems.Of(Refusals.SessionUnknown);
        var opened = await reviews.AppealAsync(session, caller.Owner, cancellation);
        return opened.TryGet(out var review, out var refusal) ? TypedResults.Ok(OwnViewOf(review)) : Problems.Of(refusal);
    }

    static View ViewOf(ReviewRecord review, KeptPictures? kept) => new(
        review.Id, review.SessionId, Wire.Name(review.Cause), Wire.Name(review.State), review.OpenedAt, review.ClosedAt,
        [.. review.Judgements.Select(one => new JudgementView(one.By, one.Overturns ? Overturn : Uphold, one.At))],
        kept is null ? null : new(kept.Count, kept.Until));
}
