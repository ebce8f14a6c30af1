using System.Diagnostics;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>A session's trace, source "FaceAuth.Signaling": one span from the offer to the end, the others below it.</summary>
/// <remarks>
/// Each session is a trace of its own, whatever the request of its offer belongs to. Spans hold the session's id, purpose, policy and
/// outcome: no subject, address, score or reason. Null and of no cost where nobody listens.
/// </remarks>
internal static class SessionTrace
{
    public const string SourceName = "FaceAuth.Signaling";

    const string Root = "session";

    static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins it as the current one of the caller's flow.</summary>
    public static Activity? Begin(Guid sessionId)
    {
        if (!Source.HasListeners()) return null;
        Activity.Current = null;   // a root, and no part of the request's
        return Source.StartActivity(Root, ActivityKind.Server)?.SetTag("faceauth.session", sessionId.ToString());
    }

    /// <summary>Begins the answer to its offer.</summary>
    public static Activity? BeginOffer() => Find() is null ? null : Source.StartActivity("hub offer");

    /// <summary>The session runs.</summary>
    public static void HandleBegan(string purpose, string policy) =>
        Find()?.SetTag("faceauth.purpose", purpose).SetTag("faceauth.policy", policy);

    /// <summary>How it ended: "accepted", "rejected" or a refusal's code.</summary>
    public static void HandleOutcome(string outcome) => Find()?.SetTag("faceauth.outcome", outcome);

    /// <summary>Ends it.</summary>
    public static void End() => Find()?.Stop();

    static Activity? Find()
    {
        var span = Activity.Current;
        while (span is not null && !(span.OperationName == Root && span.Source == Source)) span = span.Parent;
        return span;
    }
}
