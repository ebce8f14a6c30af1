using System.Runtime.InteropServices;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Hears that the server shall end (SIGTERM, SIGINT, SIGQUIT) while it starts, and nobody is served yet.</summary>
/// <remarks>
/// Made before the host is put together, so that at no moment of a start a signal just kills it. Once it serves,
/// <see cref="DrainingLifetime"/> hears them.
/// </remarks>
internal sealed class StartSignals : IDisposable
{
    readonly CancellationTokenSource _told = new();
    readonly PosixSignalRegistration[] _registrations;

    public StartSignals() => _registrations = [.. DrainingLifetime.Ends.Select(end => PosixSignalRegistration.Create(end, Handle))];

    /// <summary>Fires when it was told to end.</summary>
    public CancellationToken Told => _told.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _told.Dispose();
    }

    void Handle(PosixSignalContext signal)
    {
        signal.Cancel = true;
        try
        {
            _told.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the server has ended meanwhile
        }
    }
}
