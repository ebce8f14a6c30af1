using System.Text;
using System.Threading.Channels;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Decode;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Loop;

/// <summary>What tests over real sockets do with a server and its clients; each step waits at most 30 s.</summary>
static class SessionSteps
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal static async Task<IMediaPeer> AcceptAsync(MediaPlane plane, IMediaClient client, CountingSink sink)
    {
        var admission = await plane.Server.AcceptAsync(client.OfferSdp, sink, CancellationToken.None);
        Assert.Null(admission.Message);
        client.Accept(admission.AnswerSdp!);
        return admission.Peer!;
    }

    internal static async Task<int> SendClipAsync(IMediaClient client, int pictures = int.MaxValue)
    {
        await using var file = File.OpenRead(Vectors.PathOf("vp8/testsrc.ivf"));
        var clip = await IvfReader.OpenAsync(file);
        var sent = 0;
        for (; sent < pictures && await clip.ReadAsync(); sent++)
            Assert.True(client.TrySendPicture(clip.Picture.Span, (uint)(clip.Timestamp.TotalSeconds * 90_000)));
        return sent;
    }

    internal static async Task<T> ExpectAsync<T>(ChannelReader<PeerEvent> events)
        where T : PeerEvent
    {
        while (true)
        {
            if (await NextAsync(events) is T expected) return expected;
        }
    }

    internal static async Task<PeerEvent> NextAsync(ChannelReader<PeerEvent> events)
    {
        using var limit = new CancellationTokenSource(Patience);
        return await events.ReadAsync(limit.Token);
    }

    internal static async Task WaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition()) await tick.WaitForNextTickAsync(limit.Token);
    }

    internal static string TextOf(PeerEvent.Message message) => Encoding.UTF8.GetString(message.Utf8.Span);
}
