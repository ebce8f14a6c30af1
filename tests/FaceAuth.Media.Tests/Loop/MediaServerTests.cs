using System.Net;
using System.Net.Sockets;
using System.Text;
using FaceAuth.Media.Contracts;
using FaceAuth.Testing;
using static FaceAuth.Media.Tests.Loop.SessionSteps;

namespace FaceAuth.Media.Tests.Loop;

/// <summary>Server and clients over real UDP sockets of this machine.</summary>
public sealed class MediaServerTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Decodes_what_a_client_sends_and_talks_with_it(string address)
    {
        if (address.Contains(':', StringComparison.Ordinal) && !Socket.OSSupportsIPv6)
            throw SharedFiles.CannotRun("This machine has no IPv6.");
        // The whole clip is sent at once, faster than it is decoded.
        await using var plane = await MediaPlane.StartAsync(("Media:Decode:QueuePictures", "100"), ("Media:Addresses:0", address));
        var sink = new CountingSink();
        await using var client = plane.Clients.Create();
        var peer = await AcceptAsync(plane, client, sink);
        await ExpectAsync<PeerEvent.ChannelOpen>(client.Events);
        await ExpectAsync<PeerEvent.ChannelOpen>(peer.Events);

        var sent = await SendClipAsync(client);
        Assert.True(client.TrySend("{\"type\":\"ready\"}"u8));
        Assert.True(peer.TrySend("{\"type\":\"hello\"}"u8));

        Assert.Equal("{\"type\":\"hello\"}", TextOf(await ExpectAsync<PeerEvent.Message>(client.Events)));
        var (first, message) = (false, "");
        while (!first || message.Length == 0)
        {
            switch (await NextAsync(peer.Events))
            {
                case PeerEvent.FirstPicture picture: first = picture.SinceOffer > TimeSpan.Zero; break;
                case PeerEvent.Message told: message = TextOf(told); break;
            }
        }

        Assert.Equal("{\"type\":\"ready\"}", message);
        await WaitAsync(() => sink.Frames.Count == sent);
        Assert.Equal(sent, sink.Frames.Select(frame => frame.RtpTimestamp).Distinct().Count());
        var stats = peer.Snapshot();
        Assert.Equal((sent, 0, 0), (stats.FramesDecoded, stats.FramesDropped, stats.PacketsLost));
        Assert.NotNull(stats.OfferToFirstPicture);
        Assert.Equal(client.OfferSdp.Split("a=fingerprint:")[1].Split("\r\n")[0], peer.RemoteFingerprint);

        await peer.CloseAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(PeerEnd.ClosedHere, (await ExpectAsync<PeerEvent.Ended>(peer.Events)).Reason);
        Assert.Equal(PeerEnd.ClosedByPeer, (await ExpectAsync<PeerEvent.Ended>(client.Events)).Reason);
        Assert.False(peer.TrySend("too late"u8));
        Assert.Equal(0, plane.Server.Snapshot().Peers);
    }

    [Fact]
    public async Task Serves_many_clients_at_once_on_one_port()
    {
        const int count = 24;
        await using var plane = await MediaPlane.StartAsync();
        var sessions = await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            var client = plane.Clients.Create();
            var sink = new CountingSink();
            var peer = await AcceptAsync(plane, client, sink);
            await ExpectAsync<PeerEvent.ChannelOpen>(client.Events);
            await ExpectAsync<PeerEvent.ChannelOpen>(peer.Events);
            Assert.True(client.TrySend(Encoding.UTF8.GetBytes($"I am {i}")));
            return (Number: i, Client: client, Peer: peer, Sink: sink);
        }));

        foreach (var (number, client, peer, sink) in sessions)
        {
            Assert.Equal($"I am {number}", TextOf(await ExpectAsync<PeerEvent.Message>(peer.Events)));
            var sent = await SendClipAsync(client, pictures: 5);
            await WaitAsync(() => sink.Frames.Count == sent);
        }

        Assert.Equal(count, plane.Server.Snapshot().Peers);
        foreach (var session in sessions) await session.Client.DisposeAsync();
        foreach (var session in sessions)
            Assert.Equal(PeerEnd.ClosedByPeer, (await ExpectAsync<PeerEvent.Ended>(session.Peer.Events)).Reason);
        Assert.Equal(0, plane.Server.Snapshot().Peers);
    }

    [Fact]
    public async Task A_client_that_vanishes_ends_by_consent()
    {
        await using var plane = await MediaPlane.StartAsync(
            ("Media:Ice:ConsentTimeout", "00:00:05"), ("Media:Ice:ConsentInterval", "00:00:01"));
        await using var client = plane.Clients.Create();
        var peer = await AcceptAsync(plane, client, new CountingSink());
        await ExpectAsync<PeerEvent.ChannelOpen>(peer.Events);

        await client.VanishAsync();

        Assert.Equal(PeerEnd.ConsentExpired, (await ExpectAsync<PeerEvent.Ended>(peer.Events)).Reason);
    }

    [Fact]
    public async Task Refuses_more_peers_than_allowed_and_takes_the_next_when_one_is_gone()
    {
        await using var plane = await MediaPlane.StartAsync(("Media:MaxPeers", "1"));
        await using var first = plane.Clients.Create();
        await using var second = plane.Clients.Create();
        var peer = await AcceptAsync(plane, first, new CountingSink());

        var refused = await plane.Server.AcceptAsync(second.OfferSdp, new CountingSink(), CancellationToken.None);
        Assert.Equal((PeerRefusal.Busy, null, null), (refused.Refusal, refused.Peer, refused.AnswerSdp));
        await peer.DisposeAsync();
        var accepted = await plane.Server.AcceptAsync(second.OfferSdp, new CountingSink(), CancellationToken.None);

        Assert.NotNull(accepted.Peer);
        await accepted.Peer.DisposeAsync();
    }

    [Fact]
    public async Task Refuses_an_offer_that_is_no_SDP()
    {
        await using var plane = await MediaPlane.StartAsync();

        var refused = await plane.Server.AcceptAsync("hello", new CountingSink(), CancellationToken.None);

        Assert.Equal(PeerRefusal.BadSdp, refused.Refusal);
        Assert.NotEmpty(refused.Message!);
    }

    [Fact]
    public async Task Datagrams_of_strangers_are_counted_and_dropped()
    {
        await using var plane = await MediaPlane.StartAsync();
        await using var client = plane.Clients.Create();
        var peer = await AcceptAsync(plane, client, new CountingSink());
        await ExpectAsync<PeerEvent.ChannelOpen>(peer.Events);
        using var stranger = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var target = PortOf(plane.Server, client);

        for (var i = 0; i < 50; i++) await stranger.SendAsync(new byte[i * 20], target);

        await WaitAsync(() => plane.Server.Snapshot().DatagramsDropped.GetValueOrDefault("NoPeer") == 50);
        Assert.True(client.TrySend("fine"u8));
        Assert.Equal("fine", TextOf(await ExpectAsync<PeerEvent.Message>(peer.Events)));
    }

    [Fact]
    public async Task A_peer_that_is_not_read_ends_alone()
    {
        await using var plane = await MediaPlane.StartAsync(("Media:MaxPendingEvents", "16"));
        await using var chatty = plane.Clients.Create();
        await using var calm = plane.Clients.Create();
        var overrun = await AcceptAsync(plane, chatty, new CountingSink());
        var other = await AcceptAsync(plane, calm, new CountingSink());
        await ExpectAsync<PeerEvent.ChannelOpen>(chatty.Events);
        await ExpectAsync<PeerEvent.ChannelOpen>(calm.Events);

        for (var i = 0; i < 40; i++) chatty.TrySend("once more"u8);
        await ExpectAsync<PeerEvent.Ended>(chatty.Events);

        Assert.Equal(PeerEnd.Overrun, (await ExpectAsync<PeerEvent.Ended>(overrun.Events)).Reason);
        Assert.True(calm.TrySend("fine"u8));
        Assert.Equal("fine", TextOf(await ExpectAsync<PeerEvent.Message>(other.Events)));
    }

    [Fact]
    public async Task Says_what_to_do_when_the_port_is_taken()
    {
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)other.Client.LocalEndPoint!).Port;

        var failure = await Assert.ThrowsAsync<MediaStartException>(() => MediaPlane.StartAsync(("Media:Port", $"{port}")));

        Assert.Contains("Media:Port", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_to_do_when_an_address_is_not_ours()
    {
        var failure = await Assert.ThrowsAsync<MediaStartException>(() => MediaPlane.StartAsync(("Media:Addresses:0", "203.0.113.99")));

        Assert.Contains("Media:PublicAddresses", failure.Message, StringComparison.Ordinal);
    }

    static IPEndPoint PortOf(IMediaServer server, IMediaClient client)
    {
        var admission = server.AcceptAsync(client.OfferSdp, new CountingSink(), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var port = admission.AnswerSdp!.Split("m=video ")[1].Split(' ')[0];
        return new IPEndPoint(IPAddress.Loopback, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
    }
}
