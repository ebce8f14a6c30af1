using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Webhooks;

/// <summary>What an endpoint is told, as the Standard Webhooks specification has it: type, timestamp, data.</summary>
/// <remarks>
/// Ids and codes alone: no name, no score and no verdict. Who is told fetches these with its key, and finds nothing where the subject
/// was erased meanwhile.
/// </remarks>
internal static class WebhookBody
{
    public static string OfSession(SessionRow session) => Write(WebhookEventTypes.SessionFinished, session.EndedAt!.Value, data =>
    {
        data.WriteString("session", session.Id);
        data.WriteString("purpose", session.Purpose.ToString().ToLowerInvariant());
        data.WriteString("policy", session.Policy);
        if (session.SubjectId is { } subject) data.WriteString("subjectId", subject);
        data.WriteString("outcome", session.Outcome);
        data.WritePropertyName("reasons");
        data.WriteRawValue(session.Reasons ?? "[]");
        if (session.SealedVerdict is not null) data.WriteString("verdict", $"/v1/sessions/{session.Id}");
    });

    public static string OfReview(ReviewRow review) => Write(WebhookEventTypes.SessionReviewed, review.ClosedAt!.Value, data =>
    {
        data.WriteString("session", review.SessionId);
        data.WriteString("review", review.State.ToString().ToLowerInvariant());
    });

    public static string OfRenewal(SessionRow session) => Write(WebhookEventTypes.SubjectRenewal, session.EndedAt!.Value, data =>
    {
        data.WriteString("subjectId", session.SubjectId!.Value);
        data.WriteString("session", session.Id);
    });

    public static string OfEnrolment(Guid subject, string model, int templates, DateTimeOffset at) =>
        Write(WebhookEventTypes.SubjectEnrolled, at, data =>
        {
            data.WriteString("subjectId", subject);
            data.WriteString("model", model);
            data.WriteNumber("templates", templates);
        });

    public static string OfErasure(Guid subject, bool isUnused, DateTimeOffset at) =>
        Write(WebhookEventTypes.SubjectErased, at, data =>
        {
            data.WriteString("subjectId", subject);
            data.WriteString("why", isUnused ? "unused" : "asked");
        });

    public static string OfTest(Guid webhook, DateTimeOffset at) =>
        Write(WebhookEventTypes.Test, at, data => data.WriteString("webhook", webhook));

    static string Write(string type, DateTimeOffset at, Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("timestamp", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteStartObject("data");
            write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
