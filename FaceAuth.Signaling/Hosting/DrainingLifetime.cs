using System.Runtime.InteropServices;
using FaceAuth.Signaling.Sessions;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Drains the server when it is told to end (SIGTERM, SIGINT, SIGQUIT), and only then begins to stop it.</summary>
/// <remarks>
/// The framework closes every hub connection when a stop begins. Until then browsers can be told on the hub, and come back to a running
/// session over another network. A second signal ends the wait.
/// </remarks>
internal sealed class DrainingLifetime(IHostApplicationLifetime application, SessionDrain drain, ILogger<DrainingLifetime> logger)
    : IHostLifetime, IDisposable
{
    /// <summary>What tells it to end.</summary>
    internal static readonly PosixSignal[] Ends = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];

    PosixSignalRegistration[] _registrations = [];

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations = [.. Ends.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    void Handle(PosixSignalContext signal)
    {
        signal.Cancel = true;   // the process ends when the host has
        _ = DrainAndStopAsync();
    }

    async Task DrainAndStopAsync()
    {
        try
        {
            if (drain.IsBegun || !application.ApplicationStarted.IsCancellationRequested) drain.Hurry();
            await drain.DrainAsync();
        }
        catch (Exception e)
        {
            SignalingLog.DrainFailed(logger, e);
        }

        application.StopApplication();
    }
}
