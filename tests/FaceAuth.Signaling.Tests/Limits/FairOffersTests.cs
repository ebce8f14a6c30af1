using FaceAuth.Media.Contracts;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.Fakes;

namespace FaceAuth.Signaling.Tests.Limits;

/// <summary>Whose offer without a picture gives way when all places for those are taken.</summary>
public sealed class FairOffersTests : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);   // real time, only ever spent where the test fails

    readonly HostApplication _host = new(("Signaling:MaxHalfOpen", "4"));
    HttpClient? _shop;

    [Fact]
    public async Task The_oldest_of_whoever_has_most_gives_way_and_its_token_stays_good()
    {
        using var measured = new Measured(_host);
        await OfferAsync("203.0.113.5");
        var (first, token) = await OfferAsync("198.51.100.7");
        for (var i = 0; i < 2; i++) await OfferAsync("198.51.100.7");

        await OfferAsync("192.0.2.1");

        await first!.Disposed.WaitAsync(Patience);
        Assert.Equal([false, true, false, false, false], _host.Media.Peers.Select(peer => peer.Disposed.IsCompleted));
        using var limit = new CancellationTokenSource(Patience);
        while ((await _host.Sessions.FindAsync(token, default))!.State != SessionState.Created) await Task.Delay(10, limit.Token);
        Assert.Equal(1, measured["sessions.gave_way"]);
        Assert.Null(await LiveSession.OfferAsync(_host, token, "192.0.2.2"));
    }

    [Fact]
    public async Task Who_has_as_many_as_the_others_gets_none_of_theirs()
    {
        for (var i = 0; i < 2; i++) await OfferAsync("203.0.113.5");
        for (var i = 0; i < 2; i++) await OfferAsync("198.51.100.7");

        Assert.Equal("busy", await TryOfferAsync("203.0.113.5"));
        Assert.Equal("busy", await TryOfferAsync("198.51.100.7"));
        Assert.Null(await TryOfferAsync("192.0.2.1"));
    }

    [Theory]
    [InlineData("203.0.113.1", "203.0.113.2", "203.0.113.3", "198.51.100.7")]
    [InlineData("20010DB800010001", "20010DB800010002", "20010DB800010003", "20010DB800020001")]
    public async Task Many_addresses_of_one_network_count_together(string one, string other, string third, string elsewhere)
    {
        var (first, _) = await OfferAsync(one);
        await OfferAsync(other);
        await OfferAsync(third);
        await OfferAsync(elsewhere);

        await OfferAsync("192.0.2.1");

        await first!.Disposed.WaitAsync(Patience);
        Assert.Equal(1, _host.Media.Peers.Count(peer => peer.Disposed.IsCompleted));
    }

    [Fact]
    public async Task Who_is_connected_gives_way_last_and_an_only_one_not_at_all_for_seconds()
    {
        var (connected, _) = await OfferAsync("203.0.113.1");
        await ConnectAsync(connected!);
        var (silent, _) = await OfferAsync("198.51.100.1");
        var (third, _) = await OfferAsync("192.0.2.1");
        var (fourth, _) = await OfferAsync("192.88.99.1");

        await OfferAsync("100.64.0.1");
        await silent!.Disposed.WaitAsync(Patience);
        foreach (var peer in _host.Media.Peers.Where(peer => peer != silent && peer != connected)) await ConnectAsync(peer);
        var refused = await TryOfferAsync("100.64.1.1");
        _host.Clock.Advance(TimeSpan.FromSeconds(5));
        var admitted = await TryOfferAsync("100.64.1.1");

        Assert.Equal(("busy", null), (refused, admitted));
        var ended = await Task.WhenAny(_host.Media.Peers.Where(peer => peer != silent).Select(EndedAsync)).WaitAsync(Patience);
        Assert.Same(connected, await ended);   // the oldest
        Assert.Equal((false, false), (third!.Disposed.IsCompleted, fourth!.Disposed.IsCompleted));
    }

    [Fact]
    public async Task Who_has_pictures_gives_way_to_nobody()
    {
        for (var i = 0; i < 4; i++)
        {
            var (peer, _) = await OfferAsync("203.0.113.5");
            await ConnectAsync(peer!, new PeerEvent.FirstPicture(TimeSpan.FromSeconds(1)));
        }

        for (var i = 0; i < 4; i++) await OfferAsync("198.51.100.7");
        await OfferAsync("192.0.2.1");

        Assert.Equal([4], _host.Media.Peers.Index().Where(peer => peer.Item.Disposed.IsCompleted).Select(peer => peer.Index));
    }

    public async ValueTask DisposeAsync()
    {
        _shop?.Dispose();
        await _host.DisposeAsync();
    }

    async Task<(FakeMediaPeer? Peer, Guid Id)> OfferAsync(string address)
    {
        var id = await CreateAsync();
        Assert.Null(await LiveSession.OfferAsync(_host, id, address));
        return (_host.Media.Peers[^1], id);
    }

    async Task<string?> TryOfferAsync(string address) => await LiveSession.OfferAsync(_host, await CreateAsync(), address);

    async Task<Guid> CreateAsync()
    {
        _shop ??= await _host.RelyingPartyAsync();
        return (await _shop.CreateSessionAsync(new { purpose = "enroll", subject = $"{Guid.NewGuid()}" })).GetProperty("id").GetGuid();
    }

    static async Task<FakeMediaPeer> EndedAsync(FakeMediaPeer peer)
    {
        await peer.Disposed;
        return peer;
    }

    /// <summary>The browser is connected, and that was taken in.</summary>
    static async Task ConnectAsync(FakeMediaPeer peer, params PeerEvent[] more)
    {
        peer.Happens(new PeerEvent.Connected());
        peer.Happens(new PeerEvent.ChannelOpen());
        foreach (var also in more) peer.Happens(also);
        peer.Receives("""{"type":"stats"}""");
        for (var i = 0; i < 2; i++) await peer.Sent.ReadAsync(TestContext.Current.CancellationToken);   // hello, stats
    }
}
