using FaceAuth.Media.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Starts the media server with the host.</summary>
/// <remarks>
/// When it cannot start, the host stays up and says what to do on <c>/health/ready</c>, rather than to restart in a loop with the reason
/// buried in a log.
/// </remarks>
internal sealed class MediaHost(IMediaServer media, ILogger<MediaHost> logger) : IHostedService
{
    /// <summary>What keeps the media server from working, for the operator; null while it works.</summary>
    public string? Problem { get; private set; } = "The media server has not started yet.";

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await media.StartAsync(cancellationToken);
            Problem = null;
        }
        catch (MediaStartException e)
        {
            Problem = e.Message;
            SignalingLog.MediaDown(logger, e.Message);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
