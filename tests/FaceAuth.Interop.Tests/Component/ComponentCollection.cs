using System.Diagnostics.CodeAnalysis;
using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests.Component;

/// <summary>The component's tests share one server with the starter pack, and run one after another.</summary>
[CollectionDefinition("component", DisableParallelization = true)]
public sealed class ComponentCollection : ICollectionFixture<ComponentServer>;

/// <summary>That server.</summary>
[SuppressMessage("Design", "CA1515", Justification = "xunit makes it.")]
public sealed class ComponentServer : IAsyncLifetime
{
    /// <summary>A bundled clip of somebody who does not exist.</summary>
    internal static string Clip { get; } = Path.Combine(Repository.Root, "tests", "clips", "anton_enrol.mp4");

    /// <summary>The server.</summary>
    internal ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await ServerProcess.StartAsync(
        "Models__Pack=starter", "Signaling__LeastPolicy=passive", "RateLimits__SessionsPerRelyingParty=10000");

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}
