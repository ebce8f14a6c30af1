using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>The reference system's WebRTC signaling over HTTP. How the session stands is asked for as with pictures.</summary>
internal static class LegacyVideoApi
{
    public static void MapLegacyVideo(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/streaming/webrtc").RequireAuthorization(Policies.Sessions);
        const string Sdp = "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
        group.MapPost("/offer", OfferAsync)
            .Describe("legacyOffer", "Begin a session with video").TakesFields(new LegacyOffer(Sdp, "offer", "authentication", null, null))
            .Answers(200, new LegacyAnswer(Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"), "answer", Sdp, new("answer", Sdp)))
            .Refuses([.. LegacySessions.Refused, .. LegacySessions.RefusedOffers]);
        group.MapPost("/answer", Answer)
            .Describe("legacyAnswer", "Refused always", "The server offers nothing, so there is nothing to answer.")
            .Refuses(Refusals.SessionEnded);
        group.MapPost("/ice", IceAsync)
            .Describe("legacyCandidate", "Send a candidate, which is ignored", "The server sees from where the browser's packets come.")
            .TakesFields(new LegacyCandidate("candidate:1 1 udp 2122260223 192.0.2.7 54321 typ host"))
            .Answers(200, new LegacyStatus("ignored"));
    }

    static async Task<IResult> OfferAsync(HttpContext context, Caller caller, LegacyVideo video, LegacyIntake intake)
    {
        var address = RateLimits.AddressOf(context);
        var body = await intake.ReadAsync(
            caller, address, soon => LegacyFields.ReadOfferAsync(context.Request, soon), context.RequestAborted);
        if (!body.TryGet(out var fields, out var refusal)) return Problems.Of(refusal);
        var answered = await video.AnswerAsync(caller, fields, address, null, context.RequestAborted);
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
