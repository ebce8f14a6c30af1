using System.Net;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Loop;
using FaceAuth.Media.Peer;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Tests.Loop;

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
        var owner = new Owner();
        var peer = Peer("aaaa", owner);
        var heardBefore = true;
        owner.OnEnded = () =>
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

    static LoopPeer Peer(string fragment, Owner? owner = null) => new(
        1, new IceCredentials(fragment, "password-password-password"), new MediaConfiguration(), TimeProvider.System, null!,
        owner ?? new Owner());

    static CandidatePair Pair(int port) => new(0, TransportAddress.From(new IPEndPoint(IPAddress.Parse("192.0.2.1"), port)));

    static TimeSpan Seconds(double s) => TimeSpan.FromSeconds(s);

    /// <summary>A side without protocols.</summary>
    sealed class Owner : IPeerOwner
    {
        public Action? OnEnded { get; set; }

        public PeerCore Core => throw new NotSupportedException();

        public LoopSocket? OwnSocket => null;

        public void HandleKeyframeNeeded(TimeSpan now, bool isRefused) => throw new NotSupportedException();

        public void Service(TimeSpan now) => throw new NotSupportedException();

        public void Report() => throw new NotSupportedException();

        public void HandleFirstPicture(TimeSpan sinceOffer) => throw new NotSupportedException();

        public void HandleEnd() => OnEnded?.Invoke();
    }
}
