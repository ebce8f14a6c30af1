using System.Collections.Concurrent;
using FaceAuth.Frames;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Loop;
using FaceAuth.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Media.Tests.Loop;

/// <summary>A server that decodes nothing, and clients that lose datagrams on purpose.</summary>
public sealed class UndecodedServerTests : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Media:Port"] = "0",
                ["Media:Addresses:0"] = "127.0.0.1",
                // A busy machine may stop both sides for longer than the usual patience, and these clients send no second keyframe.
                ["Media:Rtp:GapTimeout"] = "00:00:05",
                ["Media:Rtp:LatencyBound"] = "00:00:10",
            }).Build())
        .AddLogging().AddFaceAuthMediaUndecoded().BuildServiceProvider();

    readonly Sink _sink = new();

    [Fact]
    public async Task Tells_its_sink_of_each_coded_picture_and_gives_it_no_frame()
    {
        var (client, peer) = await ConnectAsync(loss: 0);

        var sent = await SendClipAsync(client);
        await WaitAsync(() => _sink.Pictures.Count == sent.Count);

        Assert.Equal(sent, _sink.Pictures.Select(picture => (picture.RtpTimestamp, picture.Bytes)));
        Assert.True(_sink.Pictures.First().IsKeyframe);
        Assert.Equal(0, _sink.Frames);
        Assert.Equal((sent.Count, 0, 0), (peer.Snapshot().FramesReceived, peer.Snapshot().FramesDecoded, peer.Snapshot().FramesDropped));
    }

    [Fact]
    public async Task Every_picture_comes_in_order_though_datagrams_are_lost_both_ways()
    {
        var (client, peer) = await ConnectAsync(loss: 0.1);

        using var limit = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var clip = await ReadClipAsync();
        Assert.True(client.TrySendPicture(clip[0].Bytes, clip[0].Timestamp));

        // Nobody knows of a stream's first packet before the second has come, so its loss is mended by another keyframe alone.
        while (_sink.Pictures.IsEmpty)
        {
            if (client.KeyframeWanted) client.TrySendPicture(clip[0].Bytes, clip[0].Timestamp);
            await tick.WaitForNextTickAsync(limit.Token);
        }

        foreach (var (bytes, timestamp) in clip.Skip(1)) Assert.True(client.TrySendPicture(bytes, timestamp));
        while (Timestamps().Count() < clip.Count)   // what follows shows that the last ones are missing
        {
            client.TrySendPicture([0x11, 0, 0, 0], 1);
            await tick.WaitForNextTickAsync(limit.Token);
        }

        Assert.Equal(clip.Select(picture => picture.Timestamp), Timestamps());
        Assert.True(peer.Snapshot().RetransmittedPacketsReceived > 0);

        IEnumerable<uint> Timestamps() =>
            _sink.Pictures.Select(picture => picture.RtpTimestamp).Where(timestamp => timestamp != 1).Distinct();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    async Task<(IMediaClient Client, IMediaPeer Peer)> ConnectAsync(double loss)
    {
        var server = _services.GetRequiredService<IMediaServer>();
        await server.StartAsync(CancellationToken.None);
        var clients = _services.GetRequiredService<MediaClients>();
        clients.Loss = loss;
        var client = clients.Create();
        var admission = await server.AcceptAsync(client.OfferSdp, _sink, CancellationToken.None);
        client.Accept(admission.AnswerSdp!);
        using var limit = new CancellationTokenSource(Patience);
        while (await client.Events.ReadAsync(limit.Token) is not PeerEvent.Connected) { }
        return (client, admission.Peer!);
    }

    static async Task<List<(uint, int)>> SendClipAsync(IMediaClient client)
    {
        List<(uint, int)> sent = [];
        foreach (var (bytes, timestamp) in await ReadClipAsync())
        {
            Assert.True(client.TrySendPicture(bytes, timestamp));
            sent.Add((timestamp, bytes.Length));
        }

        return sent;
    }

    static async Task<List<(byte[] Bytes, uint Timestamp)>> ReadClipAsync()
    {
        await using var file = File.OpenRead(Vectors.PathOf("vp8/testsrc.ivf"));
        var clip = await IvfReader.OpenAsync(file);
        List<(byte[], uint)> pictures = [];
        while (await clip.ReadAsync()) pictures.Add((clip.Picture.ToArray(), 1000 + (uint)(clip.Timestamp.TotalSeconds * 90_000)));
        return pictures;
    }

    static async Task WaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition()) await tick.WaitForNextTickAsync(limit.Token);
    }

    sealed class Sink : IFrameSink, ICodedPictureSink
    {
        int _frames;

        public int Frames => Volatile.Read(ref _frames);

        public ConcurrentQueue<CodedPictureFacts> Pictures { get; } = new();

        public void Offer(VideoFrame frame)
        {
            Interlocked.Increment(ref _frames);
            frame.Dispose();
        }

        public void Offer(in CodedPictureFacts picture) => Pictures.Enqueue(picture);
    }
}
