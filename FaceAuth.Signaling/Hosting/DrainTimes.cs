using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Gives the host's stop the time that its sessions are promised; the framework's own 30 s would cut a longer drain.</summary>
internal sealed class DrainTimes(IOptions<SignalingOptions> options) : IConfigureOptions<HostOptions>
{
    /// <summary>For the end of all else, once the sessions are over.</summary>
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public void Configure(HostOptions host)
    {
        try
        {
            host.ShutdownTimeout = options.Value.DrainTime + options.Value.Linger + Rest;
        }
        catch (Exception e) when (e is OptionsValidationException or InvalidOperationException)
        {
            // told with all other faults of the settings, in OptionsCheck; the host is put together first
        }
    }
}
