using FaceAuth.Signaling.Errors;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Tells a browser, beside the data channel, that its session ended; the hub does.</summary>
internal interface IEndNotice
{
    /// <summary>Says why the session ended; nobody hears it when the connection has gone.</summary>
    /// <param name="connectionId">The hub connection that last spoke for the session.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="why">The reason.</param>
    Task TellAsync(string connectionId, Guid sessionId, Refusal why);
}
