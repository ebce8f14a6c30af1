using FaceAuth.Frames;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Loop;
using FaceAuth.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Media.Tests.Loop;

/// <summary>A peer that cannot be put together leaves nothing behind.</summary>
public sealed class BrokenPeerTests : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-broken-").FullName;
    readonly ServiceProvider _services;

    public BrokenPeerTests() => _services = new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Media:Port"] = "0",
            ["Media:Addresses:0"] = "127.0.0.1",
            ["Media:MaxPeers"] = "1",
            ["Media:Dump:Folder"] = _folder,
            ["Media:Dump:AllowInProduction"] = "true",
        }).Build())
        .AddSingleton<Func<IDecoding>>(() => new BrokenDecoding())
        .AddLogging().AddFaceAuthMediaUndecoded().BuildServiceProvider();

    [Fact]
    public async Task Its_place_is_free_again_and_its_dump_is_closed()
    {
        var server = _services.GetRequiredService<IMediaServer>();
        await server.StartAsync(default);
        await using var client = _services.GetRequiredService<MediaClients>().Create();

        for (var i = 0; i < 2; i++) await Assert.ThrowsAsync<InvalidOperationException>(OfferAsync);

        Assert.Equal(0, server.Snapshot().Peers);
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);

        Task OfferAsync() => server.AcceptAsync(client.OfferSdp, new CountingSink(), default).AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    sealed class BrokenDecoding : IDecoding
    {
        public IReadOnlyList<VideoCodec> Codecs { get; } = [VideoCodec.Vp8];

        public IPictureQueue Open(VideoCodec codec, IFrameSink sink, IDecodeListener listener) =>
            throw new InvalidOperationException("There is no decoder left.");

        public void Dispose()
        {
        }
    }
}
