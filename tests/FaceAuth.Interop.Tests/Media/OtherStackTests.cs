using FaceAuth.Interop.Tests.Running;
using FaceAuth.Media.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>The media plane against WebRTC stacks that are no browser's: aiortc, GStreamer's webrtcbin, libdatachannel and werift.</summary>
public sealed class OtherStackTests(ITestOutputHelper output)
{
    const string Aiortc = "aiortc", Webrtcbin = "webrtcbin", Libdatachannel = "libdatachannel", Werift = "werift";
    internal const string Python = "/usr/bin/python3";   // the one that the distribution's packages belong to

    static readonly string NodeFolder = Path.Combine(Repository.Root, "tests", "FaceAuth.Interop.Tests", "Media", "Peers", "node");
    static readonly Lazy<Task> NodePackages = new(() => Npm.InstallAsync(NodeFolder));

    [Theory]
    [InlineData(Aiortc, "VP8")]
    [InlineData(Webrtcbin, "VP8")]
    [InlineData(Libdatachannel, "VP8")]
    [InlineData(Libdatachannel, "H264")]
    [InlineData(Werift, "VP8")]
    [InlineData(Werift, "H264")]
    public async Task Its_video_is_decoded_the_channel_speaks_both_ways_and_it_leaves_cleanly(string stack, string codec)
    {
        await using var other = await StartAsync(stack, codec);
        var (peer, sink) = (other.Peer, other.Sink);

        Assert.Equal("hello from " + stack, await other.MessageAsync());
        Assert.True(peer.TrySend("hello"u8));
        Assert.Equal(stack + " heard hello", await other.MessageAsync());
        await other.WaitAsync(() => sink.Frames.Count >= 20);
        Assert.Equal((640, 480), (sink.Frames[^1].Width, sink.Frames[^1].Height));
        Assert.True(peer.TrySend("leave"u8));

        Assert.Equal(PeerEnd.ClosedByPeer, await other.EndAsync());
        await other.LeftAsync();
        var stats = peer.Snapshot();
        output.WriteLine($"{stats} {string.Join(", ", stats.PacketsDiscarded)}");
        Assert.DoesNotContain(
            stats.PacketsDiscarded, count => count.Key.StartsWith("Srtp", StringComparison.Ordinal) || count.Key == "RtpBadPayload");
    }

    [Theory]
    [InlineData(Libdatachannel, "VP8", 1)]   // under another SSRC
    [InlineData(Libdatachannel, "H264", 1)]
    [InlineData(Werift, "VP8", 0)]           // under its own, the clock carried on
    [InlineData(Werift, "H264", 0)]
    public async Task A_source_that_begins_anew_goes_on(string stack, string codec, int changes)
    {
        await using var other = await StartAsync(stack, codec);
        var (peer, sink) = (other.Peer, other.Sink);
        Assert.Equal("hello from " + stack, await other.MessageAsync());
        await other.WaitAsync(() => sink.Frames.Count >= 20);

        Assert.True(peer.TrySend("restart"u8));
        Assert.Equal(stack + " began anew", await other.MessageAsync());
        var before = sink.Frames.Count;
        await other.WaitAsync(() => sink.Frames.Count >= before + 40);   // more than were on their way

        var stats = peer.Snapshot();
        output.WriteLine($"{stats} {string.Join(", ", stats.PacketsDiscarded)}");
        Assert.Equal(changes, stats.SourceChanges);
        var times = sink.Frames.Select(frame => frame.ReceivedAt).ToArray();
        Assert.Equal(times.Order(), times);
    }

    [Theory]
    [InlineData(Aiortc)]
    [InlineData(Webrtcbin)]
    [InlineData(Libdatachannel)]
    [InlineData(Werift)]
    public async Task A_close_from_here_is_understood(string stack)
    {
        await using var other = await StartAsync(stack);
        Assert.Equal("hello from " + stack, await other.MessageAsync());

        await other.Peer.CloseAsync(TimeSpan.FromSeconds(5));

        await other.LeftAsync();
        Assert.Equal(PeerEnd.ClosedHere, await other.EndAsync());
    }

    [Theory]
    [InlineData(Aiortc)]
    [InlineData(Webrtcbin)]
    [InlineData(Libdatachannel)]
    [InlineData(Werift)]
    public async Task It_is_told_from_a_browser_and_its_pictures_from_a_camera(string stack)
    {
        await using var other = await StartAsync(stack);
        var peer = other.Peer;
        Assert.Equal("hello from " + stack, await other.MessageAsync());

        await other.WaitAsync(() => peer.Seen().Pacing != PeerSign.Unknown);

        output.WriteLine(peer.Describe());
        Assert.Equal((PeerSign.Raised, PeerSign.Raised), (peer.Identity(Conducts.Chrome), peer.Identity(Conducts.Firefox)));
        Assert.Equal((PeerSign.Unknown, PeerSign.Raised), (peer.Identity("Python-urllib/3.11"), peer.Seen().Pacing));
    }

    /// <summary>Starts one of those that run in node, by itself.</summary>
    internal static async Task<ChildProcess> StartNodeAsync(
        string stack, string address, string codec, Dictionary<string, string> environment)
    {
        await NodePackages.Value;
        return ChildProcess.Start("node", [Path.Combine(NodeFolder, stack + "_peer.mjs"), address, codec], environment);
    }

    static async Task<OtherPeer> StartAsync(string stack, string codec = "VP8")
    {
        if (stack is Libdatachannel or Werift)
        {
            await NodePackages.Value;
            return await OtherPeer.StartAsync("node", $"node/{stack}_peer.mjs", codec);
        }

        if (!File.Exists(Python)) throw SharedFiles.CannotRun($"{Python} is not installed.");
        var (module, packages) = stack == Aiortc
            ? ("import aiortc", "python3-aiortc")
            : ("import gi; gi.require_version('GstWebRTC', '1.0'); gi.require_version('GstSdp', '1.0')",
               "python3-gst-1.0, gir1.2-gst-plugins-bad-1.0, gstreamer1.0-plugins-bad, gstreamer1.0-plugins-good, gstreamer1.0-nice");
        var (code, printed) = await ChildProcess.RunAsync(Python, ["-c", module], TimeSpan.FromMinutes(1));
        if (code != 0) throw SharedFiles.CannotRun($"{stack} is not installed (packages {packages}): {printed}");
        return await OtherPeer.StartAsync(Python, stack + "_peer.py");
    }
}
