using FaceAuth.Signaling.Errors;

namespace FaceAuth.Signaling.Sessions;

/// <summary>The hub connection by which a session's browser is reached: the one that came last. Safe from many threads.</summary>
internal sealed class BrowserLine(IEndNotice notice, string connectionId)
{
    volatile string _connectionId = connectionId;

    /// <summary>The connection's id.</summary>
    public string ConnectionId
    {
        get => _connectionId;
        set => _connectionId = value;
    }

    /// <summary>Says why the session ended; nobody hears it when the connection has gone.</summary>
    public Task TellAsync(Guid sessionId, Refusal why) => notice.TellAsync(_connectionId, sessionId, why);
}
