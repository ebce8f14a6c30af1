using System.Text.Json;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>Sessions with video whose offer comes by the reference system's ways. Safe from many threads.</summary>
internal sealed class LegacyVideo(LegacySessions sessions)
{
    /// <summary>Creates a session and answers its offer, or says why not.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="fields">The offer, and what it is for.</param>
    /// <param name="address">The client's.</param>
    /// <param name="hears">Hears what the session says; null for nobody.</param>
    /// <param name="cancellation">The client went.</param>
    public async Task<Outcome<LegacyAnswer>> AnswerAsync(
        Caller caller, LegacyFields fields, string address, Action<LegacyMessage>? hears, CancellationToken cancellation)
    {
        if (SdpOf(fields) is not { Length: > 0 } sdp) return Refusals.BadSdp;
        if (sdp.Length > OfferMessage.MaxSdpLength) return Refusals.TooLarge;
        var purpose = fields.Text("session_type") == "enrollment" ? SessionPurpose.Enroll : SessionPurpose.Verify;
        var wish = new LegacyWish(purpose, fields.Text("user_id"), fields.Text("consent_version"));
        var started = await sessions.StartAsync(caller, wish, address, hears, cancellation);
        if (!started.TryGet(out var session, out var refusal)) return refusal;
        var answered = await session.AnswerAsync(sdp, address);
        return answered.TryGet(out var answer, out refusal)
            ? new LegacyAnswer(session.Record.Id, "answer", answer, new("answer", answer)) : refusal;
    }

    /// <summary>"offer" as a browser writes a description, or its SDP alone, or both fields beside the others.</summary>
    static string? SdpOf(LegacyFields fields)
    {
        if (fields.Text("offer") is not { } offer) return fields.Text("sdp");
        if (!offer.StartsWith('{')) return offer;
        try
        {
            using var document = JsonDocument.Parse(offer);
            var isThere = document.RootElement.TryGetProperty("sdp", out var sdp) && sdp.ValueKind == JsonValueKind.String;
            return isThere ? sdp.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
