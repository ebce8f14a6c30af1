namespace FaceAuth.Signaling;

/// <summary>Everything the host logs. No SDP, address, token, score or name of a person appears here.</summary>
internal static partial class SignalingLog
{
    static readonly Func<ILogger, Guid, IDisposable?> Scope = LoggerMessage.DefineScope<Guid>("Session {SessionId}");

    /// <summary>Every line that is logged until the end of this says which session it is about.</summary>
    public static IDisposable? Of(ILogger logger, Guid sessionId) => Scope(logger, sessionId);

    [LoggerMessage(1, LogLevel.Information, "Session {SessionId} began: {Purpose}, policy {Policy}.")]
    public static partial void SessionBegan(ILogger logger, Guid sessionId, string purpose, string policy);

    [LoggerMessage(2, LogLevel.Information, "Session {SessionId} ended: {Outcome}.")]
    public static partial void SessionEnded(ILogger logger, Guid sessionId, string outcome);

    [LoggerMessage(3, LogLevel.Information, "The offer for session {SessionId} was refused: {Code}.")]
    public static partial void OfferRefused(ILogger logger, Guid sessionId, string code);

    [LoggerMessage(4, LogLevel.Error, "Session {SessionId} ended by an error; the other sessions go on.")]
    public static partial void SessionFailed(ILogger logger, Guid sessionId, Exception? exception);

    [LoggerMessage(5, LogLevel.Error, "The end of session {SessionId} could not be recorded.")]
    public static partial void RecordFailed(ILogger logger, Guid sessionId, Exception? exception);

    [LoggerMessage(6, LogLevel.Warning, "The result of session {SessionId} could not be sent; its owner can fetch it.")]
    public static partial void ResultUnsent(ILogger logger, Guid sessionId);

    [LoggerMessage(7, LogLevel.Error, "Session {SessionId} left something open that could not be closed.")]
    public static partial void CloseFailed(ILogger logger, Guid sessionId, Exception exception);

    [LoggerMessage(8, LogLevel.Critical, "No video can be received: {Problem}")]
    public static partial void MediaDown(ILogger logger, string problem);

    [LoggerMessage(9, LogLevel.Information,
        "Stopping: no new session is taken, and {Sessions} running ones may go on for at most {DrainTime}.")]
    public static partial void Draining(ILogger logger, int sessions, TimeSpan drainTime);

    [LoggerMessage(10, LogLevel.Warning, "Ended {Count} sessions that nobody came for.")]
    public static partial void AbandonedEnded(ILogger logger, int count);

    [LoggerMessage(12, LogLevel.Information, "Erased {Count} subjects that were never enrolled.")]
    public static partial void EmptyErased(ILogger logger, int count);

    [LoggerMessage(13, LogLevel.Critical, "The audit log lacks {Action} of session {SessionId}; the session's own record has it.")]
    public static partial void AuditFailed(ILogger logger, string action, Guid sessionId, Exception? exception);

    [LoggerMessage(14, LogLevel.Warning, "The server was busy: {Count} offers were turned away since this was last said.")]
    public static partial void Busy(ILogger logger, long count);

    [LoggerMessage(15, LogLevel.Error, "The sessions could not be let go on; the server stops now.")]
    public static partial void DrainFailed(ILogger logger, Exception exception);

    [LoggerMessage(16, LogLevel.Warning, "There is no setting {Name}, which stands in {Source}, and it has no effect: {Fault}.")]
    public static partial void SettingUnknown(ILogger logger, string name, string source, string fault);

    [LoggerMessage(17, LogLevel.Warning,
        "A mail could not be sent ({Fault}). See that Mail:Host is reached from here and takes mail from Mail:User.")]
    public static partial void MailFailed(ILogger logger, string fault);

    [LoggerMessage(18, LogLevel.Warning,
        "An address had more than {Most} connections: {Count} were closed since this was last said. Where it is a proxy, name it in "
        + "Web:TrustedProxies; where many people share it, raise Connections:MostPerAddress.")]
    public static partial void ConnectionsRefused(ILogger logger, long count, int most);

    [LoggerMessage(24, LogLevel.Error, "How the attempt of session {SessionId} went could not be kept; it stays counted as failed.")]
    public static partial void AttemptNotKept(ILogger logger, Guid sessionId, Exception? exception);

    [LoggerMessage(25, LogLevel.Error, "What happened in session {SessionId} could not be kept; how it ended stands.")]
    public static partial void CourseNotKept(ILogger logger, Guid sessionId, Exception? exception);

    [LoggerMessage(28, LogLevel.Error, "Whether accounts were disabled on another node could not be seen; trying again every second.")]
    public static partial void AccountsUnseen(ILogger logger, Exception? exception);

    [LoggerMessage(11, LogLevel.Error, "Abandoned sessions could not be ended; trying again in a minute.")]
    public static partial void SweepFailed(ILogger logger, Exception? exception);

    [LoggerMessage(29, LogLevel.Warning,
        "This node cannot say in the database that it lives, nor look at the others. Sessions go on; trying again every 2 s.")]
    public static partial void NodesUnseen(ILogger logger, Exception? exception);

    [LoggerMessage(30, LogLevel.Warning,
        "The other nodes took this one for lost and ended its sessions; it ends them too. It was cut off from the database for long.")]
    public static partial void NodeForgotten(ILogger logger);

    [LoggerMessage(31, LogLevel.Warning, "Node {Node} is gone; {Count} sessions of it were ended here, and none counts as an attempt.")]
    public static partial void NodeLost(ILogger logger, Guid node, int count);

    [LoggerMessage(33, LogLevel.Error, "What node {Node} ran could not all be ended. It is tried again.")]
    public static partial void NodeNotEnded(ILogger logger, Guid node, Exception? exception);

    [LoggerMessage(32, LogLevel.Error, "A question of another node could not be answered.")]
    public static partial void CarryFailed(ILogger logger, Exception? exception);
}
