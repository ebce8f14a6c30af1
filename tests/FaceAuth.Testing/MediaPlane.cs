using FaceAuth.Media;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Loop;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Testing;

/// <summary>A media server on a free port and clients for it, over real sockets, put together as a host does it.</summary>
public sealed class MediaPlane : IAsyncDisposable
{
    readonly ServiceProvider _services;

    MediaPlane(ServiceProvider services) => _services = services;

    /// <summary>The server, started.</summary>
    public IMediaServer Server => _services.GetRequiredService<IMediaServer>();

    /// <summary>Makes clients.</summary>
    public MediaClients Clients => _services.GetRequiredService<MediaClients>();

    /// <summary>Starts a server; without settings it takes any free port of 127.0.0.1.</summary>
    /// <param name="settings">Pairs such as ("Media:MaxPeers", "1"); an empty value takes the product's default.</param>
    public static async Task<MediaPlane> StartAsync(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?> { ["Media:Port"] = "0", ["Media:Addresses:0"] = "127.0.0.1" };
        foreach (var (key, value) in settings)
        {
            if (value.Length > 0) values[key] = value;
            else values.Remove(key);   // back to the product's default
        }

        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddLogging().AddFaceAuthMedia().BuildServiceProvider();
        var plane = new MediaPlane(services);
        await plane.Server.StartAsync(CancellationToken.None);
        return plane;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
