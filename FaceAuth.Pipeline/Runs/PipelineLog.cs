using FaceAuth.Pipeline.Inference;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Pipeline.Runs;

/// <summary>Everything the pipeline logs. No picture, embedding or score of a person appears in any of it.</summary>
internal static partial class PipelineLog
{
    static readonly Func<ILogger, Guid, IDisposable?> Scope = LoggerMessage.DefineScope<Guid>("Session {SessionId}");

    /// <summary>Every line that is logged until the end of this says which session it is about.</summary>
    public static IDisposable? Of(ILogger logger, Guid sessionId) => Scope(logger, sessionId);

    [LoggerMessage(1, LogLevel.Information, "Pipeline ready: pack {Pack}, {Threads} threads, models {Models}.")]
    public static partial void Ready(ILogger logger, string pack, int threads, string models);

    [LoggerMessage(
        2, LogLevel.Error, "Pipeline not ready: {Problem} Sessions are refused until that is mended; it is tried again every {Retry}.")]
    public static partial void NotReady(ILogger logger, string problem, TimeSpan retry);

    [LoggerMessage(3, LogLevel.Debug, "Session {SessionId} opened: {Purpose}, policy {Policy}.")]
    public static partial void Opened(ILogger logger, Guid sessionId, SessionPurpose purpose, string policy);

    [LoggerMessage(4, LogLevel.Information, "Session {SessionId} decided: accepted {Accepted}, reasons {Reasons}.")]
    public static partial void Decided(ILogger logger, Guid sessionId, bool accepted, string reasons);

    [LoggerMessage(5, LogLevel.Error, "Session {SessionId} ended by a fault in a model. The other sessions go on.")]
    public static partial void ModelFailed(ILogger logger, Guid sessionId, Exception fault);

    [LoggerMessage(6, LogLevel.Error, "Session {SessionId} ended because the store failed. The other sessions go on.")]
    public static partial void StoreFailed(ILogger logger, Guid sessionId, Exception fault);

    [LoggerMessage(7, LogLevel.Critical, "The pipeline broke an invariant of its own; it goes on, but report this.")]
    public static partial void LoopFailed(ILogger logger, Exception fault);

    [LoggerMessage(8, LogLevel.Error, "Session {SessionId} ended because it broke at a time limit. The other sessions go on.")]
    public static partial void DeadlineFailed(ILogger logger, Guid sessionId, Exception fault);

    [LoggerMessage(20, LogLevel.Information, "The models run on {Provider}.")]
    public static partial void Provider(ILogger logger, InferenceProvider provider);

    [LoggerMessage(21, LogLevel.Warning, "{Notice} Sessions go on, more slowly.")]
    public static partial void RunsOtherwise(ILogger logger, string notice);

    [LoggerMessage(22, LogLevel.Warning, "{Notice}")]
    public static partial void RunsOnAnotherPack(ILogger logger, string notice);
}
