using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>The reference system's WebRTC signaling over HTTP. How the session stands is asked for as with pictures.</summary>
internal static class LegacyVideoApi
{
    public static void MapLegacyVideo(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/streaming/webrtc").RequireAuthorization(Policies.Owner);
        group.MapPost("/offer", OfferAsync);
        group.MapPost("/answer", Answer);
        group.MapPost("/ice", IceAsync);
    }

    static async Task<IResult> OfferAsync(HttpContext context, Caller caller, LegacyVideo video)
    {
        var body = await LegacyFields.ReadOfferAsync(context.Request);
        if (!body.TryGet(out var fields, out var refusal)) return Problems.Of(refusal);
        var answered = await video.AnswerAsync(caller, fields, RateLimits.AddressOf(context), null, context.RequestAborted);
        return answered.TryGet(out var answer, out refusal) ? Results.Json(answer, LegacyJson.Default.LegacyAnswer) : Problems.Of(refusal);
    }

    /// <summary>The server offers nothing, so there is nothing to answer.</summary>
    static ProblemHttpResult Answer() =>
        Problems.Of(Refusals.SessionEnded.With("The server makes no offer: send yours to /api/streaming/webrtc/offer/."));

    /// <summary>Takes a candidate and ignores it; see <see cref="Hubs.CandidateMessage"/>.</summary>
    static async Task<IResult> IceAsync(HttpRequest request)
    {
        var body = await LegacyFields.ReadAsync(request);
        return body.TryGet(out _, out var refusal)
            ? Results.Json(new("ignored"), LegacyJson.Default.LegacyStatus) : Problems.Of(refusal);
    }
}
