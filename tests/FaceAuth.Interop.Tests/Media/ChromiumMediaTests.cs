using System.Text;
using System.Text.Json;
using FaceAuth.Media.Contracts;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>The media plane against a real browser, without the host around it.</summary>
public sealed class ChromiumMediaTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_camera_is_decoded_and_the_channel_speaks_both_ways()
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);

        await StartAsync(media, page);
        var (peer, sink) = media.TakeSession();
        await ExpectAsync<PeerEvent.Connected>(peer);
        await page.EvaluateAsync("channel.send('from the page')");
        await page.EvaluateAsync("channel.send(new Uint8Array([1, 2, 3]))");

        var (first, messages) = (TimeSpan.Zero, new List<PeerEvent.Message>());
        while (first == TimeSpan.Zero || messages.Count < 2)
        {
            switch (await NextAsync(peer))
            {
                case PeerEvent.FirstPicture picture: first = picture.SinceOffer; break;
                case PeerEvent.Message message: messages.Add(message); break;
            }
        }

        output.WriteLine($"offer to first picture: {first.TotalMilliseconds:F0} ms");
        Assert.Equal(("from the page", true), (Encoding.UTF8.GetString(messages[0].Utf8.Span), messages[0].IsText));
        Assert.Equal<byte>([1, 2, 3], messages[1].Utf8.ToArray());
        Assert.False(messages[1].IsText);
        Assert.True(peer.TrySend("von hier: ü"u8));
        await page.WaitForFunctionAsync("messages.includes('von hier: ü')");

        await WaitAsync(() => sink.Frames.Count >= 90);
        var stats = peer.Snapshot();
        var frames = sink.Frames;       // the camera goes on
        output.WriteLine(await page.EvaluateAsync<string>("outbound()"));
        output.WriteLine(stats.ToString());
        output.WriteLine(string.Join(", ", stats.PacketsDiscarded));
        Assert.Equal((640, 480), (frames[^1].Width, frames[^1].Height));
        Assert.Equal(0, stats.FramesDropped);
        Assert.Equal(0, stats.PacketsLost);
        Assert.Equal(frames.OrderBy(frame => frame.ReceivedAt), frames);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("H264")]
    [InlineData("VP9")]
    [InlineData("AV1")]
    public async Task It_is_known_for_what_it_is_and_answers_when_a_keyframe_is_asked_for(string? codec)
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);
        Assert.Equal("open", await page.EvaluateAsync<string>("codec => start({ codec, audio: !codec })", codec));
        var (peer, _) = media.TakeSession();

        await WaitAsync(() => peer.Seen().KeyframeAnswer > PeerSign.Unknown && peer.Seen().Pacing > PeerSign.Unknown);

        output.WriteLine(peer.Describe());
        Assert.Equal((PeerSign.Clear, PeerSign.Raised), (peer.Identity(Conducts.Chrome), peer.Identity(Conducts.Firefox)));
        Assert.Equal((PeerSign.Clear, PeerSign.Clear), (peer.Seen().KeyframeAnswer, peer.Seen().Pacing));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("H264")]
    [InlineData("VP9")]
    [InlineData("AV1")]
    public async Task A_browser_that_offers_only_one_other_codec_is_decoded_too(string codec)
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);

        await StartAsync(media, page, $"{{ codec: '{codec}' }}");

        var (peer, sink) = media.TakeSession();
        await WaitAsync(() => sink.Frames.Count >= 30);
        var stats = peer.Snapshot();
        using var report = JsonDocument.Parse(await page.EvaluateAsync<string>("outbound()"));
        output.WriteLine($"{stats} {report.RootElement.GetProperty("encoderImplementation")}");
        Assert.Equal(0, stats.FramesDropped);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("L3T3", 1280, 720)]
    [InlineData("L2T1_KEY", 640, 480)]
    public async Task Of_spatial_layers_the_highest_is_shown(string layers, int width, int height)
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);

        await StartAsync(media, page, $"{{ codec: 'VP9', layers: '{layers}', video: {{ width: {width}, height: {height} }} }}");

        var (peer, sink) = media.TakeSession();
        await WaitAsync(() => sink.Frames.Count >= 60 && sink.Frames[^1].Width == width);
        using var report = JsonDocument.Parse(await page.EvaluateAsync<string>("outbound()"));
        output.WriteLine($"{peer.Snapshot()} {report.RootElement.GetProperty("scalabilityMode")}");
        Assert.Equal(layers, report.RootElement.GetProperty("scalabilityMode").GetString());
        Assert.Equal((width, height), (sink.Frames[^1].Width, sink.Frames[^1].Height));
        await page.Context.CloseAsync();
    }

    /// <summary>
    /// Without feedback the browser's estimate falls from 1.5 Mbit/s to 0.06 within 360 pictures, and does not come back.
    /// </summary>
    [Fact]
    public async Task Feedback_lets_the_browser_go_on_sending_a_sharp_picture()
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);
        await StartAsync(media, page, "{ video: { width: 1280, height: 720 } }");
        var (_, sink) = media.TakeSession();

        // a browser short of processor time lowers its estimate for a while, and its picture for longer: neither is for want of feedback
        var (target, pictures, size, limitedBy) = (0.0, 360, (0, 0), "");
        using var limit = new CancellationTokenSource(3 * Patience);
        do
        {
            await WaitAsync(() => sink.Frames.Count >= pictures, limit.Token);
            using var report = JsonDocument.Parse(await page.EvaluateAsync<string>("outbound()"));
            target = report.RootElement.GetProperty("targetBitrate").GetDouble();
            limitedBy = report.RootElement.GetProperty("qualityLimitationReason").GetString();
            var last = sink.Frames[^1];
            size = (last.Width, last.Height);
            output.WriteLine($"after {pictures} pictures: target {target / 1000:F0} kbit/s, {size}, limited by {limitedBy}");
            pictures += 30;
        }
        while (target <= 1_000_000 || (size != (1280, 720) && limitedBy != "cpu"));

        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Audio_beside_the_video_is_refused_and_the_rest_works()
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);

        await StartAsync(media, page, "{ audio: true }");

        var (_, sink) = media.TakeSession();
        await WaitAsync(() => sink.Frames.Count >= 10);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Closing_the_connection_in_the_page_ends_the_peer_at_once()
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);
        await StartAsync(media, page);
        var (peer, _) = media.TakeSession();

        await page.EvaluateAsync("pc.close()");

        Assert.Equal(PeerEnd.ClosedByPeer, (await ExpectAsync<PeerEvent.Ended>(peer)).Reason);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Closing_here_sends_the_last_message_and_is_heard_by_the_page()
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);
        await StartAsync(media, page);
        var (peer, _) = media.TakeSession();

        await ExpectAsync<PeerEvent.ChannelOpen>(peer);   // the page's is open as soon as it has asked for it

        Assert.True(peer.TrySend("the result"u8));
        await peer.CloseAsync(TimeSpan.FromSeconds(5));

        await page.WaitForFunctionAsync("channel.readyState === 'closed' && messages.includes('the result')");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_tab_that_is_killed_ends_when_consent_runs_out()
    {
        await using var media = await MediaPage.StartAsync(("Media:Ice:ConsentTimeout", "00:00:06"));
        var page = await chromium.OpenAsync(media.Address);
        await StartAsync(media, page);
        var (peer, _) = media.TakeSession();

        _ = page.GotoAsync("chrome://crash").ContinueWith(crash => crash.Exception, TaskScheduler.Default);

        Assert.Equal(PeerEnd.ConsentExpired, (await ExpectAsync<PeerEvent.Ended>(peer)).Reason);
    }

    [Fact]
    public async Task A_tampered_fingerprint_is_never_connected()
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);

        Assert.Equal("answered", await page.EvaluateAsync<string>("start({ tamper: true, wait: false })"));
        var (peer, sink) = media.TakeSession();

        var events = new List<PeerEvent>();
        await foreach (var happened in peer.Events.ReadAllAsync(new CancellationTokenSource(Patience).Token)) events.Add(happened);
        Assert.Equal([new PeerEvent.Ended(PeerEnd.FingerprintMismatch)], events);
        Assert.Empty(sink.Frames);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_message_above_the_limit_is_not_sent_and_one_of_the_limit_is()
    {
        await using var media = await MediaPage.StartAsync(("Media:MaxMessageBytes", "4096"));
        var page = await chromium.OpenAsync(media.Address);
        await StartAsync(media, page);
        var (peer, _) = media.TakeSession();

        await page.EvaluateAsync("channel.send('x'.repeat(4096))");
        var refused = await page.EvaluateAsync<bool>(
            "(() => { try { channel.send('x'.repeat(4097)); return false; } catch { return true; } })()");

        Assert.True(refused);
        Assert.Equal(4096, (await ExpectAsync<PeerEvent.Message>(peer)).Utf8.Length);
        await page.Context.CloseAsync();
    }

    async Task StartAsync(MediaPage media, IPage page, string options = "{}")
    {
        try
        {
            Assert.Equal("open", await page.EvaluateAsync<string>($"start({options})"));
        }
        catch (PlaywrightException)
        {
            var (peer, _) = media.TakeSession();
            output.WriteLine($"{peer.Snapshot()} {string.Join(", ", peer.Snapshot().PacketsDiscarded)} {media.Server.Snapshot()}");
            throw;
        }
    }

    static async Task<T> ExpectAsync<T>(IMediaPeer peer)
        where T : PeerEvent
    {
        while (true)
        {
            if (await NextAsync(peer) is T expected) return expected;
        }
    }

    static async Task<PeerEvent> NextAsync(IMediaPeer peer)
    {
        using var limit = new CancellationTokenSource(Patience);
        return await peer.Events.ReadAsync(limit.Token);
    }

    static async Task WaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        await WaitAsync(condition, limit.Token);
    }

    static async Task WaitAsync(Func<bool> condition, CancellationToken limit)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition()) await tick.WaitForNextTickAsync(limit);
    }
}
