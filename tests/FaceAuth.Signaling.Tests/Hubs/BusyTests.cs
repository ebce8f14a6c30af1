using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Tests.Hubs;

/// <summary>Who is told that the server is busy may come again with the same token.</summary>
public sealed class BusyTests : HubTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_layer_that_is_busy_leaves_the_token_good_and_no_trace(bool isMedia)
    {
        var (id, token) = await CreateAsync();
        if (isMedia) Host.Media.Refusal = PeerRefusal.Busy;
        else Host.Pipeline.Refusal = AuthRefusal.Busy;
        await using var hub = await ConnectAsync(token);

        for (var i = 0; i < 3; i++) await AssertRefusedAsync(() => OfferAsync(hub), "busy");
        (Host.Media.Refusal, Host.Pipeline.Refusal) = (null, null);

        Assert.NotNull((await OfferAsync(hub)).Sdp);
        Assert.Equal(SessionState.Claimed, (await Host.Sessions.FindAsync(id, default))!.State);
        Assert.Empty(await Host.Audit.RecentAsync(null, 10, default));
        await AssertRefusedAsync(() => OfferAsync(hub), "session_used");
        Assert.Single(Host.Log.All, line => line.Contains("was busy", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whose_first_picture_finds_the_server_full_is_told_busy_and_may_try_again(bool isPipeline)
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);
        if (!isPipeline)
        {
            for (var i = 0; i < 2; i++)
            {
                await using var other = await ConnectAsync((await CreateAsync()).Token);
                await OfferAsync(other);
            }
        }

        var ended = EndOf(hub);
        await OfferAsync(hub);
        if (!isPipeline)
        {
            await RunAsync(0);
            await RunAsync(1);
        }

        var (peer, run) = (Host.Media.Peers[^1], Host.Pipeline.Runs[^1]);
        if (isPipeline) run.Says(new AuthEvent.TurnedAway(AuthRefusal.Busy));
        else peer.Happens(new PeerEvent.FirstPicture(TimeSpan.FromSeconds(1)));

        Assert.Equal("busy", (await ended.WaitAsync(TimeSpan.FromSeconds(30))).Code);
        await peer.Disposed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((true, SessionState.Created), (run.IsDisposed, (await Host.Sessions.FindAsync(id, default))!.State));
        Assert.Empty(await Host.Audit.RecentAsync(null, 10, default));
        if (!isPipeline) Host.Media.Peers[0].Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
        while (await TryOfferAsync(hub) == "busy") await Task.Yield();   // the seat is given back right after the disposal
        Assert.Equal(isPipeline ? 2 : 4, Host.Media.Peers.Count);
    }

    [Fact]
    public async Task Beyond_the_cap_the_answer_is_busy_and_the_token_stays_good()
    {
        for (var i = 0; i < 2; i++)
        {
            await using var one = await ConnectAsync((await CreateAsync()).Token);
            await OfferAsync(one);
            await RunAsync(i);
        }

        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);
        await AssertRefusedAsync(() => OfferAsync(hub), "busy");
        var state = (await Host.Sessions.FindAsync(id, default))!.State;
        Host.Media.Peers[0].Happens(new PeerEvent.Ended(PeerEnd.ConsentExpired));
        await Host.Media.Peers[0].Disposed;

        Assert.Equal(SessionState.Created, state);
        while (await TryOfferAsync(hub) == "busy") await Task.Yield();   // the seat is given back right after the disposal
        Assert.Equal(SessionState.Claimed, (await Host.Sessions.FindAsync(id, default))!.State);
    }

    /// <summary>A session's first picture comes, and is taken in.</summary>
    async Task RunAsync(int peer)
    {
        var (from, said) = (Host.Media.Peers[peer], Host.Media.Peers[peer].Sent);
        from.Happens(new PeerEvent.ChannelOpen());
        from.Happens(new PeerEvent.FirstPicture(TimeSpan.FromSeconds(1)));
        from.Receives("""{"type":"stats"}""");
        for (var i = 0; i < 2; i++) await said.ReadAsync(TestContext.Current.CancellationToken);   // hello, stats
    }
}
