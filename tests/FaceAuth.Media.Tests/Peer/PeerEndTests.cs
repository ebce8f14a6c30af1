using System.Text;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Peer;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Peer;

/// <summary>How a connection ends: with a goodbye, without a word, or because a time ran out.</summary>
public sealed class PeerEndTests
{
    [Fact]
    public void A_peer_whose_network_is_cut_ends_when_consent_runs_out()
    {
        using var pair = new PeerPair(4);
        pair.Connect();
        var sentBefore = pair.Network.Sent;

        pair.Network.IsCut = true;
        pair.Run(Seconds(20));
        Assert.Null(pair.Server.End);
        pair.Run(Seconds(20));

        Assert.Equal(PeerEnd.ConsentExpired, pair.Server.End);
        Assert.Equal(PeerEnd.ConsentExpired, pair.Client.End);
        var sentAtEnd = pair.Network.Sent;
        pair.Run(Seconds(60));
        Assert.True(sentAtEnd > sentBefore);
        Assert.Equal(sentAtEnd, pair.Network.Sent);
    }

    [Fact]
    public void A_peer_that_is_never_checked_ends()
    {
        using var pair = new PeerPair(5);
        pair.Network.IsCut = true;

        pair.Run(Seconds(21));

        Assert.Equal(PeerEnd.NeverConnected, pair.Server.End);
        Assert.Equal(PeerEnd.NeverConnected, pair.Client.End);
    }

    [Fact]
    public void A_peer_that_is_checked_but_never_secured_ends()
    {
        using var pair = new PeerPair(15);
        pair.Network.Drops = datagram => PacketDemux.Classify(datagram) != PacketKind.Stun;

        pair.RunUntil(() => pair.Server.End is not null, Seconds(40));

        Assert.Equal(PeerEnd.HandshakeFailed, pair.Server.End);
    }

    [Fact]
    public void A_peer_whose_video_cannot_be_decoded_ends_after_three_seconds_and_is_told()
    {
        using var pair = new PeerPair(16);
        pair.Connect();
        var (began, deltaPicture) = (pair.Now, new byte[1500]);
        deltaPicture[0] = 0x11;

        for (var i = 0; i < 200 && pair.Server.End is null; i++)   // whatever is asked for, no keyframe ever comes
        {
            pair.Sender.TrySend(deltaPicture, (uint)(i * 3000), pair.Now);
            pair.Run(TimeSpan.FromMilliseconds(33));
        }

        Assert.Equal(PeerEnd.NotDecodable, pair.Server.End);
        Assert.InRange(pair.Now - began, Seconds(3), Seconds(3.5));
        pair.Run(Seconds(1));
        Assert.Equal(PeerEnd.ClosedByPeer, pair.Client.End);
    }

    [Fact]
    public void An_oversized_message_ends_the_peer_and_the_largest_allowed_does_not()
    {
        var configuration = new MediaConfiguration();
        using var pair = new PeerPair(
            9, configuration with { Media = configuration.Media with { MaxMessageBytes = 4096 } }, clientConfiguration: configuration);
        pair.Connect();

        Assert.True(pair.Client.TrySend(new byte[4096], pair.Now));
        pair.Run(Seconds(1));
        Assert.Null(pair.Server.End);
        Assert.Equal(4096, pair.ServerEvents.OfType<PeerEvent.Message>().Single().Utf8.Length);

        Assert.True(pair.Client.TrySend(new byte[4097], pair.Now));
        pair.Run(Seconds(1));
        Assert.Equal(PeerEnd.MessageTooLarge, pair.Server.End);
        Assert.Equal(PeerEnd.ClosedByPeer, pair.Client.End);
    }

    [Fact]
    public void Closing_sends_what_is_queued_and_says_goodbye()
    {
        using var pair = new PeerPair(12);
        pair.Connect();

        Assert.True(pair.Server.TrySend("the result"u8, pair.Now));
        pair.Server.Close(pair.Now, Seconds(5));
        pair.RunUntil(() => pair.Client.End is not null, Seconds(10));

        Assert.Equal(["the result"], MessagesOf(pair.ClientEvents));
        Assert.Equal(PeerEnd.ClosedHere, pair.Server.End);
        Assert.Equal(PeerEnd.ClosedByPeer, pair.Client.End);
    }

    [Fact]
    public void Closing_does_not_wait_longer_than_told_for_a_peer_that_is_gone()
    {
        using var pair = new PeerPair(13);
        pair.Connect();
        pair.Network.IsCut = true;
        Assert.True(pair.Server.TrySend("the result"u8, pair.Now));

        pair.Server.Close(pair.Now, Seconds(2));
        pair.Run(Seconds(1.9));
        Assert.Null(pair.Server.End);
        pair.Run(Seconds(0.2));

        Assert.Equal(PeerEnd.ClosedHere, pair.Server.End);
    }

    [Fact]
    public void A_client_that_vanishes_says_nothing()
    {
        using var pair = new PeerPair(14);
        pair.Connect();
        var sent = pair.Network.Sent;

        pair.Client.Vanish();
        pair.RunUntil(() => pair.Server.End is not null, Seconds(60));

        Assert.Equal(PeerEnd.ConsentExpired, pair.Server.End);
        Assert.True(pair.Network.Sent - sent < 20);
    }

    static string[] MessagesOf(IEnumerable<PeerEvent> events) =>
        [.. events.OfType<PeerEvent.Message>().Select(message => Encoding.UTF8.GetString(message.Utf8.Span))];

    static TimeSpan Seconds(double s) => TimeSpan.FromSeconds(s);
}
