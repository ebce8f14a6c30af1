using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>The reference system's enrolment and authentication over HTTP, a picture a request.</summary>
internal static class LegacyFacesApi
{
    public static void MapLegacyFaces(this RouteGroupBuilder api, LegacyOptions options)
    {
        var group = api.MapGroup("/core").RequireAuthorization(Policies.Owner);
        var room = new RoomForPictures(PictureData.MostAsText(options.MaxPictureBytes));
        group.MapPost("/enroll/start", StartAsync);
        group.MapPost("/enroll/frame", (HttpContext context, Caller caller, LegacySessions sessions) =>
            FrameAsync(SessionPurpose.Enroll, context, caller, sessions)).WithMetadata(room);
        group.MapPost("/enroll/complete", CompleteAsync);
        group.MapPost("/auth/frame", (HttpContext context, Caller caller, LegacySessions sessions) =>
            FrameAsync(SessionPurpose.Verify, context, caller, sessions)).WithMetadata(room);
        group.MapGet("/auth/status", Status);
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
    static async Task<IResult> FrameAsync(SessionPurpose purpose, HttpContext context, Caller caller, LegacySessions sessions)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<LegacyOptions>>().Value;
        var body = await LegacyFields.ReadAsync(context.Request, options.MaxPictureBytes);
        if (!body.TryGet(out var fields, out var refusal)) return Problems.Of(refusal);
        if (fields.Picture is not { } file) return Problems.Of(Refusals.NotAPicture);
        var wish = WishOf(purpose, fields);
        var session = sessions.Find(caller, wish);
        if (session is null || !session.TakesPictures())
        {
            if (purpose == SessionPurpose.Enroll) return Problems.Of(Refusals.EnrollmentIncomplete);
            if (!(await BeginAsync(wish, context, caller, sessions)).TryGet(out session, out refusal)) return Problems.Of(refusal);
        }

        var wrong = await session.OfferAsync(file, RateLimits.AddressOf(context), context.RequestAborted);
        if (wrong is null) return Results.Json(session.View, LegacyJson.Default.LegacyView);
        if (wrong.Code == Refusals.TooManyRequests.Code) context.Response.Headers.RetryAfter = "1";
        return Problems.Of(wrong);
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

    static IResult Status(Caller caller, LegacySessions sessions, string? user_id)
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
