using System.Collections.Concurrent;
using FaceAuth.Media;
using FaceAuth.Media.Loop;

namespace FaceAuth.Load.Clients;

/// <summary>The clients of one run and what they need together. Safe from many threads.</summary>
internal sealed class LoadCrowd : IAsyncDisposable
{
    readonly LoadServer _server;
    readonly LoadClip _clip;
    readonly TimeProvider _clock;
    readonly ServiceProvider _services;
    readonly ConcurrentDictionary<LoadClient, bool> _clients = new();

    /// <summary>A crowd of nobody.</summary>
    public LoadCrowd(LoadServer server, LoadClip clip, int framesPerSecond, TimeProvider clock)
    {
        (_server, _clip, _clock) = (server, clip, clock);
        _services = new ServiceCollection().AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddFaceAuthMediaUndecoded().BuildServiceProvider();
        Media = _services.GetRequiredService<MediaClients>();
        Feeder = new PictureFeeder(framesPerSecond, clock);
    }

    /// <summary>Makes the clients' side of the connection.</summary>
    public MediaClients Media { get; }

    /// <summary>Lets them send.</summary>
    public PictureFeeder Feeder { get; }

    /// <summary>Those that have not left.</summary>
    public IReadOnlyCollection<LoadClient> Clients => [.. _clients.Keys];

    /// <summary>What they sent.</summary>
    public SentCount Sent { get; } = new();

    /// <summary>One more that connects; true when it is up.</summary>
    public async Task<(LoadClient Client, bool IsUp)> JoinAsync(bool streams, CancellationToken cancellation)
    {
        var client = new LoadClient(Media.Create(), _server, _clip, Sent, _clock);
        _clients[client] = true;
        var isUp = await client.ConnectAsync(cancellation);
        if (isUp && streams) Feeder.Add(client);
        return (client, isUp);
    }

    /// <summary>An offer whose answer nobody takes up.</summary>
    public async Task OfferAsync(CancellationToken cancellation)
    {
        await using var client = Media.Create();
        await _server.OfferAsync(client.OfferSdp, cancellation);
    }

    /// <summary>Lets so many join, so many a second, and waits until all are up or have failed.</summary>
    /// <returns>How many are up.</returns>
    public async Task<int> GrowAsync(int count, int perSecond, CancellationToken cancellation)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond), _clock);
        List<Task<(LoadClient, bool IsUp)>> joining = [];
        for (var i = 0; i < count; i++)
        {
            joining.Add(JoinAsync(streams: true, cancellation));
            await tick.WaitForNextTickAsync(cancellation);
        }

        return (await Task.WhenAll(joining)).Count(joined => joined.IsUp);
    }

    /// <summary>Lets one go.</summary>
    public async Task LeaveAsync(LoadClient client, bool saysGoodbye)
    {
        Feeder.Remove(client);
        if (saysGoodbye) await client.DisposeAsync();
        else await client.VanishAsync();
        _clients.TryRemove(client, out _);
    }

    /// <summary>Lets all go.</summary>
    public Task LeaveAsync() => Task.WhenAll(_clients.Keys.Select(client => LeaveAsync(client, saysGoodbye: true)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Feeder.Dispose();
        await LeaveAsync();
        await _services.DisposeAsync();
    }
}
