using System.Net;
using System.Text;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Peer;
using FaceAuth.Media.Stun;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Peer;

public sealed class PeerPairTests
{
    static readonly TimeSpan Frame = TimeSpan.FromSeconds(1 / 30.0);

    [Fact]
    public void Connect_and_open_the_channel_in_order()
    {
        using var pair = new PeerPair(1);

        pair.Connect();

        Assert.Equal([new PeerEvent.Connected(), new PeerEvent.ChannelOpen()], pair.ServerEvents);
        Assert.Equal([new PeerEvent.Connected(), new PeerEvent.ChannelOpen()], pair.ClientEvents);
        Assert.True(pair.Server.Ice.IsNominated);
        Assert.Empty(pair.Faults);
    }

    [Fact]
    public void Video_arrives_whole_and_in_order_over_a_network_that_loses_5_percent()
    {
        using var pair = new PeerPair(2);
        pair.Connect();
        Spoil(pair);

        var sent = SendVideo(pair, 150);
        pair.Run(Seconds(2));

        Assert.True(pair.Network.Lost > 15);
        Assert.Equal(sent, pair.Pictures.Select(picture => picture.Bytes));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Sides_understand_each_other_whatever_ciphers_each_runs_on(bool server, bool client)
    {
        using var pair = new PeerPair(
            4, new MediaConfiguration { Media = new() { UseOpenSsl = server } },
            new MediaConfiguration { Media = new() { UseOpenSsl = client } });
        pair.Connect();

        var sent = SendVideo(pair, 30);
        pair.Run(Seconds(1));

        Assert.Equal(sent, pair.Pictures.Select(picture => picture.Bytes));
    }

    [Fact]
    public void Messages_arrive_both_ways_once_and_in_order_over_a_bad_network()
    {
        using var pair = new PeerPair(3);
        pair.Connect();
        Spoil(pair);
        string[] messages =
            [.. Enumerable.Range(0, 100).Select(i => $"{{\"type\":\"stats\",\"n\":{i},\"fill\":\"{new string('x', i * 30)}\"}}")];

        foreach (var message in messages)
        {
            Assert.True(pair.Server.TrySend(Encoding.UTF8.GetBytes(message), pair.Now));
            Assert.True(pair.Client.TrySend(Encoding.UTF8.GetBytes(message), pair.Now));
            pair.Run(TimeSpan.FromMilliseconds(20));
        }

        List<PeerEvent>[] sides = [pair.ServerEvents, pair.ClientEvents];
        Assert.True(pair.RunUntil(() => sides.All(side => MessagesOf(side).Length == messages.Length), Seconds(20)));
        Assert.Equal(messages, MessagesOf(pair.ServerEvents));
        Assert.Equal(messages, MessagesOf(pair.ClientEvents));
    }

    [Fact]
    public void A_client_whose_media_moves_to_its_other_checked_address_is_answered_there()
    {
        using var pair = new PeerPair(5);
        pair.Connect();
        SendVideo(pair, 30);
        var other = PeerPair.ToClient with { Remote = TransportAddress.From(IPEndPoint.Parse("203.0.113.5:4711")) };
        var (first, chosen) = (pair.ClientIsAt, pair.Server.Ice.IsNominated);
        pair.ClientIsAt = other;
        pair.RunUntil(() => pair.Server.Ice.IsValid(other), Seconds(6));   // a check that it makes anyway
        pair.ClientIsAt = first;
        SendVideo(pair, 30);
        Assert.Equal((first, true), (pair.Server.Ice.Selected, chosen));

        pair.Network.IsCut = true;
        SendVideo(pair, 60);
        pair.Network.IsCut = false;
        pair.ClientIsAt = other;
        var (pictures, asked) = (pair.Pictures.Count, Asked(pair));
        SendVideo(pair, 15);

        Assert.Equal((other, false), (pair.Server.Ice.Selected, pair.Server.Ice.IsNominated));
        Assert.True(Asked(pair) > asked);   // what was lost meanwhile is asked for, there
        Assert.True(pair.Pictures.Count > pictures);

        static long Asked(PeerPair pair) => pair.Sender.Stats.NackCount + pair.Sender.Stats.PliCount;
    }

    [Fact]
    public void A_certificate_that_the_offer_did_not_promise_ends_the_peer_before_all_else()
    {
        using var pair = new PeerPair(6, changeOffer: Tamper);

        pair.RunUntil(() => pair.Server.End is not null, Seconds(30));

        Assert.Equal(PeerEnd.FingerprintMismatch, pair.Server.End);
        Assert.Empty(pair.ServerEvents);
        Assert.Empty(pair.Pictures);
        pair.RunUntil(() => pair.Client.End is not null, Seconds(10));
        Assert.NotNull(pair.Client.End);
        Assert.DoesNotContain(pair.ClientEvents, happened => happened is PeerEvent.ChannelOpen);
    }

    [Fact]
    public void Garbage_changes_nothing()
    {
        using var pair = new PeerPair(7);
        pair.Connect();
        var random = new Random(70);

        for (var i = 0; i < 5000; i++)
        {
            var garbage = new byte[random.Next(0, 1300)];
            random.NextBytes(garbage);
            if (garbage.Length > 0 && i % 2 == 0) garbage[0] = (byte)(i / 2 % 3 switch { 0 => 0, 1 => 22, _ => 144 });
            pair.Inject(garbage.ToArray(), "203.0.113.1:99");
            pair.InjectFromClient(garbage);
            if (i % 100 == 0) pair.Run(TimeSpan.FromMilliseconds(5));
        }

        Assert.Null(pair.Server.End);
        Assert.True(pair.Server.Discarded(PeerDiscard.Unvalidated) > 1000);
        Assert.True(pair.Server.Discarded(PeerDiscard.UnknownProtocol) > 1000);
        var sent = SendVideo(pair, 30);
        pair.Run(Seconds(1));
        Assert.Equal(sent, pair.Pictures.Select(picture => picture.Bytes));
        Assert.True(pair.Client.TrySend("still here"u8, pair.Now));
        pair.Run(Seconds(1));
        Assert.Equal(["still here"], MessagesOf(pair.ServerEvents));
    }

    [Fact]
    public void Spoiled_datagrams_of_a_live_connection_never_throw()
    {
        using var pair = new PeerPair(8);
        pair.Connect();
        pair.Client.TrySend("a message to spoil"u8, pair.Now);
        SendVideo(pair, 3);
        var buffer = new byte[PeerCore.DatagramRoom];
        pair.Client.TrySend("another one"u8, pair.Now);
        Assert.True(pair.Sender.TrySend(Picture(new Random(8), 99, 3000), 90_000, pair.Now));

        var count = 0;
        while (pair.Client.Poll(pair.Now, buffer, out _) is var length and > 0)
        {
            foreach (var spoiled in Mutations.Of(buffer[..length], 80 + count++, 500)) pair.InjectFromClient(spoiled);
        }

        Assert.True(count >= 3);
        Assert.Null(pair.Server.End);
        pair.Run(Seconds(1));
        Assert.Null(pair.Server.End);
    }

    [Fact]
    public void The_largest_message_that_can_be_allowed_arrives_over_a_bad_network()
    {
        var configuration = new MediaConfiguration();
        configuration = configuration with
        {
            Media = configuration.Media with { MaxMessageBytes = 262_144, MaxPendingSendBytes = 524_288 },
            Sctp = configuration.Sctp with { SendBufferBytes = 524_288 },
        };
        using var pair = new PeerPair(16, configuration);
        pair.Connect();
        Spoil(pair);
        var message = new byte[262_144];
        new Random(16).NextBytes(message);

        Assert.True(pair.Client.TrySend(message, pair.Now));
        Assert.True(pair.RunUntil(() => MessagesOf(pair.ServerEvents).Length == 1, Seconds(30)));

        Assert.Equal(message, pair.ServerEvents.OfType<PeerEvent.Message>().Single().Utf8.ToArray());
        Assert.Null(pair.Server.End);
    }

    [Fact]
    public void Media_that_overtakes_the_keys_is_kept_with_its_arrival_times()
    {
        using var pair = new PeerPair(10);
        pair.HoldsServerKeys = true;
        Assert.True(pair.RunUntil(() => pair.Client.IsUp, Seconds(30)));
        var (from, sent) = (pair.Now, SendVideo(pair, 10));
        var until = pair.Now;
        Assert.Empty(pair.Pictures);

        pair.Run(Seconds(1));
        pair.HoldsServerKeys = false;
        pair.Run(TimeSpan.FromMilliseconds(1));

        Assert.Equal(sent, pair.Pictures.Select(picture => picture.Bytes));
        Assert.All(pair.Pictures, picture => Assert.InRange(picture.LastPacketAt, from, until + Seconds(0.1)));
        Assert.Equal(0, pair.Receiver.Stats.PliCount);
    }

    [Fact]
    public void Media_before_the_keys_is_bounded()
    {
        using var pair = new PeerPair(11);
        pair.HoldsServerKeys = true;
        Assert.True(pair.RunUntil(() => pair.Client.IsUp, Seconds(30)));

        SendVideo(pair, 100, bytes: 5000);
        pair.HoldsServerKeys = false;
        pair.Run(Seconds(3));

        Assert.True(pair.Server.Discarded(PeerDiscard.EarlyMedia) > 100);
        Assert.NotEmpty(pair.Pictures);
        Assert.Null(pair.Server.End);
    }

    static string Tamper(string sdp)
    {
        const string name = "a=fingerprint:sha-256 ";
        var changed = sdp.ToCharArray();
        for (var at = sdp.IndexOf(name, StringComparison.Ordinal); at >= 0; at = sdp.IndexOf(name, at + 1, StringComparison.Ordinal))
            changed[at + name.Length] = sdp[at + name.Length] == '0' ? '1' : '0';
        return new string(changed);
    }

    static void Spoil(PeerPair pair)
    {
        pair.Network.Loss = 0.05;
        pair.Network.Duplication = 0.02;
        pair.Network.Spread = TimeSpan.FromMilliseconds(15);
        pair.Network.Delay = TimeSpan.FromMilliseconds(20);
    }

    static List<byte[]> SendVideo(PeerPair pair, int count, int bytes = 4000)
    {
        var random = new Random(count);
        var sent = new List<byte[]>();
        for (var i = 0; i < count; i++)
        {
            var picture = Picture(random, i, bytes);
            Assert.True(pair.Sender.TrySend(picture, (uint)(i * 3000), pair.Now));
            sent.Add(picture);
            pair.Run(Frame);
        }

        return sent;
    }

    // A frame tag and, in a keyframe, start code and size (RFC 6386 §9.1); the rest is noise.
    static byte[] Picture(Random random, int index, int bytes)
    {
        var picture = new byte[random.Next(bytes / 4, bytes)];
        random.NextBytes(picture);
        picture[0] = (byte)((picture[0] & 0xE0) | (index == 0 ? 0x10 : 0x11));
        if (index == 0) new byte[] { 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01 }.CopyTo(picture, 3);
        return picture;
    }

    static string[] MessagesOf(IEnumerable<PeerEvent> events) =>
        [.. events.OfType<PeerEvent.Message>().Select(message => Encoding.UTF8.GetString(message.Utf8.Span))];

    static TimeSpan Seconds(double s) => TimeSpan.FromSeconds(s);
}
