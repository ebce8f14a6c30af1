using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Lets a server's sessions come to their ends before it stops, once. Safe from many threads.</summary>
internal sealed class SessionDrain(
    SessionRegistry registry, IOptions<SignalingOptions> options, TimeProvider time, ILogger<SessionDrain> logger) : IDisposable
{
    readonly Lock _gate = new();
    readonly CancellationTokenSource _hurry = new();
    Task? _drained;

    /// <summary>
    /// Takes no new session from now on, lets the running ones go on for the drain's time, then ends them and has their browsers told.
    /// </summary>
    /// <remarks>However often it is called there is one drain, and each call ends with it.</remarks>
    public Task DrainAsync()
    {
        lock (_gate) return _drained ??= StartAsync();
    }

    /// <summary>Whether it has begun.</summary>
    public bool IsBegun
    {
        get { lock (_gate) return _drained is not null; }
    }

    /// <summary>Waits no longer for running sessions.</summary>
    public void Hurry() => _hurry.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _hurry.Dispose();

    Task StartAsync()
    {
        SignalingLog.Draining(logger, registry.Count, options.Value.DrainTime);
        return registry.DrainAsync(options.Value.DrainTime, time, _hurry.Token);
    }
}
