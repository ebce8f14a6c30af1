using System.Net;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Loop;
using FaceAuth.Media.Peer;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Tests.Peer;

/// <summary>The parts of a loop that need no socket: routes, timers, queues.</summary>
public sealed class LoopPartsTests
{
    static readonly CandidatePair Here = Pair(1), There = Pair(2);

    [Fact]
    public void A_check_is_routed_by_its_username_and_all_else_by_its_address()
    {
        var (first, second) = (Peer("aaaa"), Peer("bbbb"));
        var router = new PeerRouter();
        router.Name(first, first.UsernameFragment, null);
        router.Name(second, second.UsernameFragment, null);
        router.Apply(first, Here, added: true);

        Assert.Same(second, router.Find(Check("bbbb:x"), Here));
        Assert.Same(first, router.Find([128, 96], Here));
        Assert.Null(router.Find([128, 96], There));
        Assert.Null(router.Find(Check("cccc:x"), Here));
        Assert.Null(router.Find(Check("aaaa"), There));
    }

    [Fact]
    public void An_address_that_moved_to_another_peer_stays_with_it()
    {
        var (first, second) = (Peer("aaaa"), Peer("bbbb"));
        var router = new PeerRouter();
        router.Apply(first, Here, added: true);
        router.Apply(second, Here, added: true);

        router.Apply(first, Here, added: false);

        Assert.Same(second, router.Find([128, 96], Here));
    }

    [Fact]
    public void A_removed_peer_leaves_nothing_behind()
    {
        var peer = Peer("aaaa");
        var router = new PeerRouter();
        router.Name(peer, peer.UsernameFragment, null);
        router.Apply(peer, Here, added: true);
        router.Apply(peer, There, added: true);

        router.Remove(peer);

        Assert.Equal(0, router.Pairs);
        Assert.Null(router.Find(Check("aaaa:x"), Here));
    }

    [Fact]
    public void Timers_come_up_once_at_the_earliest_deadline_asked_for()
    {
        var (first, second) = (Peer("aaaa"), Peer("bbbb"));
        var timers = new PeerTimers();
        timers.Schedule(first, Seconds(5));
        timers.Schedule(second, Seconds(3));
        timers.Schedule(first, Seconds(2));
        timers.Schedule(first, Seconds(4));

        Assert.Equal(Seconds(2), timers.Next);
        Assert.Equal([first], Take(timers, 2));
        Assert.Equal([second], Take(timers, 10));
        Assert.Equal(TimeSpan.MaxValue, timers.Next);
        timers.Schedule(first, Seconds(11));
        Assert.Equal([first], Take(timers, 11));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_peers_place_is_free_before_anyone_hears_of_its_end(bool cleanUpFails)
    {
        var peer = Peer("aaaa");
        var heardBefore = true;
        peer.OnEnded = reason =>
        {
            heardBefore = peer.Events.TryPeek(out _) || peer.Ended.IsCompleted;
            if (cleanUpFails) throw new InvalidOperationException();
        };

        var failure = Record.Exception(() => peer.Finish(PeerEnd.ClosedByPeer));

        Assert.Equal(cleanUpFails, failure is not null);
        Assert.False(heardBefore);
        Assert.True(peer.Events.TryRead(out var last));
        Assert.Equal(PeerEnd.ClosedByPeer, Assert.IsType<PeerEvent.Ended>(last).Reason);
        Assert.True(peer.Ended.IsCompleted);
    }

    [Fact]
    public void An_outbox_is_bounded_in_bytes_and_keeps_order()
    {
        var outbox = new Outbox(10);

        Assert.True(outbox.TryAdd([1, 2, 3, 4]));
        Assert.True(outbox.TryAdd([5, 6, 7, 8, 9, 10]));
        Assert.False(outbox.TryAdd([11]));
        Assert.True(outbox.TryPeek(out var oldest));
        Assert.Equal<byte>([1, 2, 3, 4], oldest.Bytes);
        outbox.Drop();
        Assert.True(outbox.TryAdd([11, 12, 13, 14]));
        outbox.Drop();
        outbox.Drop();
        Assert.True(outbox.IsEmpty);
    }

    [Fact]
    public void Early_packets_are_bounded_and_come_back_with_their_times()
    {
        var pool = new PacketPool(100);
        using var early = new EarlyPackets(2, pool);
        var buffer = new byte[PacketPool.BufferBytes];

        Assert.True(early.TryAdd([1], Seconds(1)));
        Assert.False(early.TryAdd(new byte[PacketPool.BufferBytes + 1], Seconds(1)));
        Assert.True(early.TryAdd([2, 2], Seconds(2)));
        Assert.False(early.TryAdd([3], Seconds(3)));

        Assert.True(early.TryTake(buffer, out var length, out var at));
        Assert.Equal((1, 1, Seconds(1)), (buffer[0], length, at));
        Assert.Equal(1, pool.Out);
        early.Dispose();
        Assert.Equal(0, pool.Out);
        Assert.False(early.TryTake(buffer, out _, out _));
    }

    [Fact]
    public void Random_numbers_stay_in_range()
    {
        var random = new SecureRandom();
        for (var i = 0; i < 1000; i++)
        {
            Assert.InRange(random.Next(3, 5), 3, 4);
            Assert.InRange(random.NextInt64(-5, 1L << 40), -5, (1L << 40) - 1);
            Assert.InRange(random.NextDouble(), 0, 1 - 1e-16);
            Assert.InRange(random.NextSingle(), 0, 1 - 1e-8f);
        }

        Assert.Equal(7, random.Next(7, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt64(2, 1));
    }

    static LoopPeer[] Take(PeerTimers timers, double at)
    {
        var taken = new List<LoopPeer>();
        while (timers.TryTake(Seconds(at), out var peer)) taken.Add(peer);
        return [.. taken];
    }

    static byte[] Check(string username)
    {
        var buffer = new byte[128];
        var writer = new StunWriter(buffer, StunClass.Request, new byte[12]);
        writer.AddUsername(System.Text.Encoding.ASCII.GetBytes(username));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    static LoopPeer Peer(string fragment) =>
        new(1, new IceCredentials(fragment, "password-password-password"), new MediaConfiguration(), TimeProvider.System, null!);

    static CandidatePair Pair(int port) => new(0, TransportAddress.From(new IPEndPoint(IPAddress.Parse("192.0.2.1"), port)));

    static TimeSpan Seconds(double s) => TimeSpan.FromSeconds(s);
}
