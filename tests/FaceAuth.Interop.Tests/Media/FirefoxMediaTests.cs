using System.Diagnostics;
using System.Text;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>The media plane against a real Firefox, which drives itself: the page starts on load.</summary>
public sealed class FirefoxMediaTests(ITestOutputHelper output)
{
    const string Executable = "/usr/bin/firefox-esr";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_camera_is_decoded_and_the_channel_speaks_both_ways()
    {
        Assert.SkipUnless(File.Exists(Executable), "firefox-esr is not installed.");
        await using var media = await MediaPage.StartAsync();
        using var firefox = new Firefox(Executable, media.Address + "/?start");
        using var limit = new CancellationTokenSource(Patience);
        (IMediaPeer Peer, Testing.CountingSink Sink)? session = null;
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!media.TryTakeSession(out session)) await tick.WaitForNextTickAsync(limit.Token);
        var (peer, sink) = session!.Value;

        var (first, greeting) = (TimeSpan.Zero, "");
        while (first == TimeSpan.Zero || greeting.Length == 0)
        {
            switch (await peer.Events.ReadAsync(limit.Token))
            {
                case PeerEvent.FirstPicture picture: first = picture.SinceOffer; break;
                case PeerEvent.Message message: greeting = Encoding.UTF8.GetString(message.Utf8.Span); break;
            }
        }

        Assert.Equal("hello from the page", greeting);
        Assert.True(peer.TrySend("hello"u8));
        while (sink.Frames.Count < 60) await tick.WaitForNextTickAsync(limit.Token);
        Assert.Equal("the page heard hello", Encoding.UTF8.GetString(await MessageAsync(peer, limit.Token)));
        output.WriteLine(peer.Describe());
        Assert.Equal((PeerSign.Clear, PeerSign.Raised), (peer.Identity(Conducts.Firefox), peer.Identity(Conducts.Chrome)));
        Assert.NotEqual(PeerSign.Raised, peer.Seen().Pacing);
        output.WriteLine($"offer to first picture: {first.TotalMilliseconds:F0} ms; {peer.Snapshot()}");
        Assert.Equal(0, peer.Snapshot().FramesDropped);
    }

    static async Task<byte[]> MessageAsync(IMediaPeer peer, CancellationToken cancellation)
    {
        while (true)
        {
            if (await peer.Events.ReadAsync(cancellation) is PeerEvent.Message message) return message.Utf8.ToArray();
        }
    }

    /// <summary>A headless Firefox with a profile of its own and a fake camera.</summary>
    sealed class Firefox : IDisposable
    {
        readonly string _home = Directory.CreateTempSubdirectory("faceauth-firefox-").FullName;
        readonly Process _process;

        public Firefox(string executable, string address)
        {
            File.WriteAllText(Path.Combine(_home, "user.js"), """
                user_pref("media.navigator.streams.fake", true);
                user_pref("media.navigator.permission.disabled", true);
                user_pref("browser.shell.checkDefaultBrowser", false);
                user_pref("datareporting.policy.dataSubmissionEnabled", false);
                """);
            var start = new ProcessStartInfo(executable, ["--headless", "--no-remote", "--profile", _home, address])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["HOME"] = _home;
            _process = Process.Start(start)!;
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public void Dispose()
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
            Directory.Delete(_home, recursive: true);
        }
    }
}
