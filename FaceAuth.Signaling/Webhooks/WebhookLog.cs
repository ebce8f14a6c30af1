namespace FaceAuth.Signaling.Webhooks;

/// <summary>Everything that webhooks log. No address, text or secret appears here.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(120, LogLevel.Warning, "Webhooks cannot be sent until the database answers again.")]
    public static partial void NotWatched(ILogger logger, Exception? fault);

    [LoggerMessage(121, LogLevel.Information, "Webhooks are sent again.")]
    public static partial void WatchedAgain(ILogger logger);

    [LoggerMessage(122, LogLevel.Warning, "What became of webhook delivery {Delivery} could not be stored; it is sent again.")]
    public static partial void NotRecorded(ILogger logger, Guid delivery, Exception? fault);
}
