using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>The reference system's enrolment and authentication over HTTP, a picture a request.</summary>
internal static class LegacyFacesApi
{
    public static void MapLegacyFaces(this RouteGroupBuilder api, LegacyOptions options)
    {
        var group = api.MapGroup("/core").RequireAuthorization(Policies.Sessions);
        var room = new RoomForPictures(PictureData.MostAsText(options.MaxPictureBytes));
        var frame = new LegacyFrame("data:image/jpeg;base64,/9j/4AAQSkZJRg==", null, null);
        var who = new LegacyWho(null, "2026-03");
        var id = Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61");
        var running = new LegacyView(
            id, "enrollment", "in_progress", null, 40, "in_progress", new("move_closer", "Move closer.", null), null, null);
        var done = running with
        {
            Status = "completed",
            Progress = 100,
            Liveness = "passed",
            Guidance = null,
            Result = new(true, "accepted", [], "eyJhbGciOiJFUzI1NiJ9.e30.c2ln"),
        };
        var known = done with { SessionType = "authentication", Authenticated = true };
        group.MapPost("/enroll/start", StartAsync)
            .Describe("legacyStartEnrollment", "Begin to enroll").TakesFields(who)
            .Answers(201, running with { Progress = 0, Guidance = null }).Refuses(LegacySessions.Refused);
        group.MapPost("/enroll/frame", (HttpContext context, Caller caller, LegacySessions sessions, LegacyIntake intake) =>
            FrameAsync(SessionPurpose.Enroll, context, caller, sessions, intake)).WithMetadata(room)
            .Describe("legacyEnrollFrame", "Send a picture to enroll with").TakesFields(frame).Answers(200, running)
            .Refuses(LegacySessions.RefusedPictures);
        group.MapPost("/enroll/complete", CompleteAsync)
            .Describe("legacyCompleteEnrollment", "Ask whether the enrolment is stored").TakesFields(who).Answers(200, done)
            .Refuses(Refusals.EnrollmentIncomplete);
        group.MapPost("/auth/frame", (HttpContext context, Caller caller, LegacySessions sessions, LegacyIntake intake) =>
            FrameAsync(SessionPurpose.Verify, context, caller, sessions, intake)).WithMetadata(room)
            .Describe("legacyAuthFrame", "Send a picture to be verified with").TakesFields(frame).Answers(200, known)
            .Refuses([.. LegacySessions.Refused, .. LegacySessions.RefusedPictures]);
        group.MapGet("/auth/status", Status)
            .Describe("legacyAuthStatus", "See how the verification stands").Answers(200, known);
    }

    static async Task<IResult> StartAsync(HttpContext context, Caller caller, LegacySessions sessions)
    {
        var body = await LegacyFields.ReadAsync(context.Request);
        if (!body.TryGet(out var fields, out var refusal)) return Problems.Of(refusal);
        var started = await BeginAsync(WishOf(SessionPurpose.Enroll, fields), context, caller, sessions);
        return started.TryGet(out var session, out refusal)
            ? Results.Json(session.View, LegacyJson.Default.LegacyView, statusCode: StatusCodes.Status201Created)
            : Problems.Of(refusal);
    }

    /// <summary>An enrolment is begun by its start; an authentication by its first picture.</summary>
    static async Task<IResult> FrameAsync(
        SessionPurpose purpose, HttpContext context, Caller caller, LegacySessions sessions, LegacyIntake intake)
    {
        var most = context.RequestServices.GetRequiredService<IOptions<LegacyOptions>>().Value.MaxPictureBytes;
        var address = RateLimits.AddressOf(context);
        var body = await intake.ReadAsync(
            caller, address, soon => LegacyFields.ReadPictureAsync(context.Request, most, soon), context.RequestAborted);
        if (!body.TryGet(out var fields, out var refusal)) return Refused(context, refusal);
        if (fields.Picture is not { } file) return Problems.Of(PictureRefusals.NotAPicture);
        var wish = WishOf(purpose, fields);
        var session = sessions.Find(caller, wish);
        if (session is null || !session.TakesPictures())
        {
            if (purpose == SessionPurpose.Enroll) return Problems.Of(Refusals.EnrollmentIncomplete);
            if (!(await BeginAsync(wish, context, caller, sessions)).TryGet(out session, out refusal)) return Problems.Of(refusal);
        }

        var wrong = await session.OfferAsync(file, address, context.RequestAborted);
        return wrong is null ? Results.Json(session.View, LegacyJson.Default.LegacyView) : Refused(context, wrong);
    }

    static ProblemHttpResult Refused(HttpContext context, Refusal refusal)
    {
        if (refusal.Code == Refusals.TooManyRequests.Code) context.Response.Headers.RetryAfter = "1";
        return Problems.Of(refusal);
    }

    /// <summary>Only what is stored is complete: a client that asks too soon is told so.</summary>
    static async Task<IResult> CompleteAsync(HttpContext context, Caller caller, LegacySessions sessions)
    {
        var body = await LegacyFields.ReadAsync(context.Request);
        if (!body.TryGet(out var fields, out var refusal)) return Problems.Of(refusal);
        if (sessions.Find(caller, WishOf(SessionPurpose.Enroll, fields)) is not { } session)
            return Problems.Of(Refusals.EnrollmentIncomplete);
        if (session.View is { Result.Success: true } view) return Results.Json(view, LegacyJson.Default.LegacyView);
        var why = Refusals.EnrollmentIncomplete;
        return Problems.Of(session.View.Result is { } failed ? why.With(TextOf(failed)) : why);
    }

    static IResult Status(Caller caller, LegacySessions sessions,
        [Field("The subject's name; for relying parties.", Most = 128)] string? user_id)
    {
        var view = sessions.Find(caller, new(SessionPurpose.Verify, user_id))?.View
            ?? new(null, "authentication", "none", false, 0, "pending", null, null, null);
        return Results.Json(view, LegacyJson.Default.LegacyView);
    }

    static Task<Outcome<LegacySession>> BeginAsync(LegacyWish wish, HttpContext context, Caller caller, LegacySessions sessions) =>
        sessions.StartAsync(caller, wish, RateLimits.AddressOf(context), null, context.RequestAborted);

    static LegacyWish WishOf(SessionPurpose purpose, LegacyFields fields) =>
        new(purpose, fields.Text("user_id"), fields.Text("consent_version"));

    static string TextOf(LegacyResult failed) => failed.Message
        ?? $"The enrollment failed: {string.Join(", ", failed.Reasons)}. Start another.";

    /// <summary>Lets a body be as large as a picture may be.</summary>
    sealed record RoomForPictures(long? MaxRequestBodySize) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;
}
