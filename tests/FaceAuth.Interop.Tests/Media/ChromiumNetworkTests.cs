using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Testing;
using Microsoft.Extensions.Options;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>A real browser in networks that are not kind: without UDP, behind TURN, changing.</summary>
public sealed class ChromiumNetworkTests(Chromium chromium) : IClassFixture<Chromium>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Without_UDP_the_browser_connects_over_TCP()
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);

        Assert.Equal("open", await page.EvaluateAsync<string>("start({ only: ' tcp ' })"));

        var (peer, sink) = media.TakeSession();
        await WaitAsync(() => sink.Frames.Count >= 30);
        // its own port is one the server tells it of: an active TCP candidate is offered with port 9 (RFC 6544 §4.5)
        Assert.Matches("^(host|prflx) tcp ", await page.EvaluateAsync<string>("way()"));
        Assert.Equal(0, peer.Snapshot().FramesDropped);
        await page.EvaluateAsync("pc.close()");
        Assert.Equal(PeerEnd.ClosedByPeer, (await ExpectAsync<PeerEvent.Ended>(peer)).Reason);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task Behind_TURN_the_browser_connects_with_the_credentials_that_the_host_hands_out(string transport)
    {
        await using var turn = await TurnServer.StartAsync();
        await using var media = await MediaPage.StartAsync(("Media:Tcp:IsEnabled", "false"));
        var page = await chromium.OpenAsync(media.Address);
        var relay = new IceServer { Urls = [$"turn:{turn.Address}?transport={transport}"], Secret = TurnServer.Secret };
        var options = new IceServerOptions { Servers = [relay] };
        var servers = new IceServers(Options.Create(options), TimeProvider.System).For(Guid.NewGuid(), TimeSpan.FromMinutes(2));
        var configuration = JsonSerializer.Serialize(new { iceServers = servers, iceTransportPolicy = "relay" }, JsonSerializerOptions.Web);

        Assert.Equal("open", await page.EvaluateAsync<string>($"start({{ configuration: {configuration} }})"));

        var (peer, sink) = media.TakeSession();
        await WaitAsync(() => sink.Frames.Count >= 30);
        Assert.StartsWith($"relay {transport} ", await page.EvaluateAsync<string>("way()"), StringComparison.Ordinal);
        Assert.True(peer.TrySend("through the relay"u8));
        await page.WaitForFunctionAsync("messages.includes('through the relay')");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_ICE_restart_finds_a_new_way_and_neither_video_nor_channel_stops()
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);
        Assert.Equal("open", await page.EvaluateAsync<string>("start({})"));
        var (peer, sink) = media.TakeSession();
        await WaitAsync(() => sink.Frames.Count >= 30);
        var before = await page.EvaluateAsync<string>("way()");

        await page.EvaluateAsync("restart()");

        await page.WaitForFunctionAsync($"way().then(way => way !== '{before}')");
        var frames = sink.Frames.Count;
        await WaitAsync(() => sink.Frames.Count >= frames + 60);
        await page.EvaluateAsync("channel.send('after the restart')");
        Assert.Equal("after the restart"u8.ToArray(), (await ExpectAsync<PeerEvent.Message>(peer)).Utf8.ToArray());
        Assert.Equal(0, peer.Snapshot().FramesDropped);
        await page.Context.CloseAsync();
    }

    static async Task<T> ExpectAsync<T>(IMediaPeer peer)
        where T : PeerEvent
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
            if (await peer.Events.ReadAsync(limit.Token) is T expected) return expected;
    }

    static async Task WaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition()) await tick.WaitForNextTickAsync(limit.Token);
    }
}
