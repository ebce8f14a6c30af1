using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Gives the host's stop the time that its sessions are promised; the framework's own 30 s would cut a longer drain.</summary>
internal sealed class DrainTimes(IOptions<SignalingOptions> options) : IConfigureOptions<HostOptions>
{
    /// <summary>For the end of all else, once the sessions are over.</summary>
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public void Configure(HostOptions host) => host.ShutdownTimeout = options.Value.DrainTime + options.Value.Linger + Rest;
}
