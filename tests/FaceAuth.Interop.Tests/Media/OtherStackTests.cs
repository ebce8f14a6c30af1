using System.Text;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>The media plane against WebRTC stacks that are no browser's: aiortc and GStreamer's webrtcbin.</summary>
public sealed class OtherStackTests(ITestOutputHelper output)
{
    const string Aiortc = "aiortc", Webrtcbin = "webrtcbin";
    internal const string Python = "/usr/bin/python3";   // the one that the distribution's packages belong to
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);   // a program that starts on a busy machine

    [Theory]
    [InlineData(Aiortc)]
    [InlineData(Webrtcbin)]
    public async Task Its_video_is_decoded_the_channel_speaks_both_ways_and_it_leaves_cleanly(string stack)
    {
        await RequireAsync(stack);
        await using var media = await MediaPage.StartAsync();
        await using var other = Start(stack, media);
        var (peer, sink) = await TakeSessionAsync(media, other);

        Assert.Equal("hello from " + stack, await MessageAsync(peer, other));
        Assert.True(peer.TrySend("hello"u8));
        Assert.Equal(stack + " heard hello", await MessageAsync(peer, other));
        await WaitAsync(() => sink.Frames.Count >= 20, other);
        Assert.Equal((640, 480), (sink.Frames[^1].Width, sink.Frames[^1].Height));
        Assert.True(peer.TrySend("leave"u8));

        Assert.Equal(PeerEnd.ClosedByPeer, await EndAsync(peer, other));
        await other.LineAsync(line => line == "left", Patience);
        var stats = peer.Snapshot();
        output.WriteLine($"{stats} {string.Join(", ", stats.PacketsDiscarded)}");
        Assert.DoesNotContain(
            stats.PacketsDiscarded, count => count.Key.StartsWith("Srtp", StringComparison.Ordinal) || count.Key == "RtpBadPayload");
    }

    [Theory]
    [InlineData(Aiortc)]
    [InlineData(Webrtcbin)]
    public async Task A_close_from_here_is_understood(string stack)
    {
        await RequireAsync(stack);
        await using var media = await MediaPage.StartAsync();
        await using var other = Start(stack, media);
        var (peer, _) = await TakeSessionAsync(media, other);
        Assert.Equal("hello from " + stack, await MessageAsync(peer, other));

        await peer.CloseAsync(TimeSpan.FromSeconds(5));

        await other.LineAsync(line => line == "left", Patience);
        Assert.Equal(PeerEnd.ClosedHere, await EndAsync(peer, other));
    }

    [Theory]
    [InlineData(Aiortc)]
    [InlineData(Webrtcbin)]
    public async Task It_is_told_from_a_browser_and_its_pictures_from_a_camera(string stack)
    {
        await RequireAsync(stack);
        await using var media = await MediaPage.StartAsync();
        await using var other = Start(stack, media);
        var (peer, _) = await TakeSessionAsync(media, other);
        Assert.Equal("hello from " + stack, await MessageAsync(peer, other));

        await WaitAsync(() => peer.Of(SignalKind.Pacing) != SignalState.Unknown, other);

        output.WriteLine(peer.Describe());
        Assert.Equal((SignalState.Raised, SignalState.Raised), (peer.Identity(Conducts.Chrome), peer.Identity(Conducts.Firefox)));
        Assert.Equal((SignalState.Unknown, SignalState.Raised), (peer.Identity("Python-urllib/3.11"), peer.Of(SignalKind.Pacing)));
    }

    static async Task RequireAsync(string stack)
    {
        if (!File.Exists(Python)) throw SharedFiles.CannotRun($"{Python} is not installed.");
        var (module, packages) = stack == Aiortc
            ? ("import aiortc", "python3-aiortc")
            : ("import gi; gi.require_version('GstWebRTC', '1.0'); gi.require_version('GstSdp', '1.0')",
               "python3-gst-1.0, gir1.2-gst-plugins-bad-1.0, gstreamer1.0-plugins-bad, gstreamer1.0-plugins-good, gstreamer1.0-nice");
        var (code, printed) = await ChildProcess.RunAsync(Python, ["-c", module], Patience);
        if (code != 0) throw SharedFiles.CannotRun($"{stack} is not installed (packages {packages}): {printed}");
    }

    static ChildProcess Start(string stack, MediaPage media) => ChildProcess.Start(
        Python, [Path.Combine(Repository.Root, "tests", "FaceAuth.Interop.Tests", "Media", "Peers", stack + "_peer.py"), media.Address]);

    static async Task<(IMediaPeer Peer, CountingSink Sink)> TakeSessionAsync(MediaPage media, ChildProcess other)
    {
        (IMediaPeer Peer, CountingSink Sink)? session = null;
        await WaitAsync(() => media.TryTakeSession(out session), other);
        return session!.Value;
    }

    static async Task<string> MessageAsync(IMediaPeer peer, ChildProcess other)
    {
        while (true)
        {
            switch (await NextAsync(peer, other))
            {
                case PeerEvent.Message message: return Encoding.UTF8.GetString(message.Utf8.Span);
                case PeerEvent.Ended ended: throw new InvalidOperationException($"It ended: {ended.Reason}.\n{other.Output}");
            }
        }
    }

    static async Task<PeerEnd> EndAsync(IMediaPeer peer, ChildProcess other)
    {
        while (true)
            if (await NextAsync(peer, other) is PeerEvent.Ended ended) return ended.Reason;
    }

    static async Task<PeerEvent> NextAsync(IMediaPeer peer, ChildProcess other)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return await peer.Events.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Nothing happened. {peer.Snapshot()}\n{other.Output}");
        }
    }

    static async Task WaitAsync(Func<bool> condition, ChildProcess other)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            if (other.HasExited) throw new InvalidOperationException($"The other side has gone.\n{other.Output}");
            if (limit.IsCancellationRequested) throw new TimeoutException($"It took too long.\n{other.Output}");
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
