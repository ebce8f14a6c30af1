using System.Buffers.Binary;
using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.Tests.Sctp;

public sealed class SctpLossRecoveryTests(ITestOutputHelper output)
{
    static readonly SctpOptions Large = new() { MaxMessageBytes = 128 * 1024, SendBufferBytes = 16 << 20 };

    [Theory]
    [InlineData(2, 0.00, 0.5)]
    [InlineData(2, 0.01, 0.5)]
    [InlineData(2, 0.05, 1)]
    [InlineData(2, 0.10, 1)]
    [InlineData(2, 0.20, 2)]
    [InlineData(20, 0.00, 1.5)]
    [InlineData(20, 0.01, 2)]
    [InlineData(20, 0.05, 3)]
    [InlineData(20, 0.10, 4)]
    [InlineData(20, 0.20, 6)]
    [InlineData(40, 0.00, 3)]
    [InlineData(40, 0.01, 4)]
    [InlineData(40, 0.05, 6)]
    [InlineData(40, 0.10, 6)]
    [InlineData(40, 0.20, 12)]
    [InlineData(100, 0.00, 7)]
    [InlineData(100, 0.01, 10)]
    [InlineData(100, 0.05, 12)]
    [InlineData(100, 0.10, 15)]
    [InlineData(100, 0.20, 30)]
    public void Forty_messages_of_100_kB_arrive_in_time_whatever_the_seed(double roundTripMs, double loss, double seconds)
    {
        List<double> steady = [], jittery = [];
        for (var seed = 1; seed <= 5; seed++)
        {
            steady.Add(Time(new SctpPath(seed) { Delay = Milliseconds(roundTripMs / 2), Loss = loss }));
            jittery.Add(Time(new SctpPath(seed)
            {
                Delay = Milliseconds(roundTripMs / 2),
                Spread = Milliseconds(roundTripMs / 4),
                Repeats = loss / 2,
                Loss = loss,
            }));
        }

        output.WriteLine(
            $"{roundTripMs} ms, {loss:P0}: {steady.Min():F1}–{steady.Max():F1} s, "
            + $"reordered and repeated {jittery.Min():F1}–{jittery.Max():F1} s");
        Assert.InRange(steady.Concat(jittery).Max(), 0, seconds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_retransmission_that_is_lost_too_is_found_a_round_trip_later_each_time(int losses)
    {
        var path = new SctpPath(seed: 1);
        using var pair = AssociationPair.Connected(path, Large);
        var left = losses;
        uint? unlucky = null;
        List<double> sendings = [];
        path.Loses = (bytes, toSecond) =>
        {
            if (!toSecond || !IsData(bytes)) return false;
            if (pair.First.Association.Counters.DataSent >= 5) unlucky ??= Tsn(bytes);
            if (Tsn(bytes) != unlucky) return false;
            sendings.Add(pair.Now.TotalMilliseconds);
            return left-- > 0;
        };

        pair.First.Association.TrySend(0, 53, new byte[100_000], default, pair.Now);
        pair.Run(() => pair.Second.Messages.Count == 1);

        Assert.Equal(losses + 1, sendings.Count);
        Assert.All(sendings.Zip(sendings.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 40, 60));
        Assert.Equal((losses, 0), (pair.First.Association.Counters.DataRetransmitted, pair.First.Association.Counters.Timeouts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_end_of_a_message_that_was_lost_is_probed_for_after_two_round_trips(int packets)
    {
        var path = new SctpPath(seed: 1);
        using var pair = AssociationPair.Connected(path, Large);
        Warm(pair);
        var sent = 0;
        path.Loses = (bytes, toSecond) => toSecond && IsData(bytes) && ++sent is var n && n > 9 - packets && n <= 9;
        var begin = pair.Now;

        pair.First.Association.TrySend(0, 53, new byte[9 * 1132], default, pair.Now);
        pair.Run(() => pair.Second.Messages.Count == 2);

        var counters = pair.First.Association.Counters;
        Assert.Equal((1, 0), (counters.Probes, counters.Timeouts));
        Assert.InRange((pair.Now - begin).TotalMilliseconds, 100, 250);
    }

    [Fact]
    public void A_probe_that_is_lost_is_followed_by_another_before_the_timeout()
    {
        var path = new SctpPath(seed: 1);
        using var pair = AssociationPair.Connected(path, Large);
        Warm(pair);
        var left = 2;
        path.Loses = (bytes, toSecond) => toSecond && IsData(bytes) && left-- > 0;
        var begin = pair.Now;

        pair.First.Association.TrySend(0, 51, "verdict"u8, default, pair.Now);
        pair.Run(() => pair.Second.Messages.Count == 2);

        Assert.Equal((2, 0), (pair.First.Association.Counters.Probes, pair.First.Association.Counters.Timeouts));
        Assert.InRange((pair.Now - begin).TotalMilliseconds, 200, 390);
    }

    [Theory]
    [InlineData(700)]
    [InlineData(1132)]
    [InlineData(3000)]
    public void A_hole_that_takes_up_all_of_the_peers_room_is_probed_for(int bytes)
    {
        var path = new SctpPath(seed: 1);
        using var pair = AssociationPair.Connected(
            path, new() { MaxMessageBytes = 8192, ReceiveWindowBytes = 32 * 1024, SendBufferBytes = 1 << 20 });
        for (var i = 0; i < 120_000 / bytes; i++) pair.First.Association.TrySend(0, 53, new byte[bytes], default, pair.Now);
        pair.Run(() => pair.First.Association.BufferedBytes == 0);
        var left = 3;
        uint? unlucky = null;
        path.Loses = (bytes, toSecond) => toSecond && IsData(bytes) && Tsn(bytes) == (unlucky ??= Tsn(bytes)) && left-- > 0;

        for (var i = 0; i < 200_000 / bytes; i++) pair.First.Association.TrySend(0, 53, new byte[bytes], default, pair.Now);
        pair.Run(() => pair.First.Association.BufferedBytes == 0);

        Assert.Equal(120_000 / bytes + 200_000 / bytes, pair.Second.Messages.Count);
        Assert.Equal(0, pair.First.Association.Counters.Timeouts);
        Assert.InRange(pair.First.Association.Counters.Probes, 1, 3);
    }

    [Fact]
    public void A_message_of_one_packet_asks_for_its_acknowledgement_and_is_not_probed_for()
    {
        using var pair = AssociationPair.Connected(new(seed: 1));

        for (var i = 0; i < 50; i++)
        {
            pair.First.Association.TrySend(0, 51, "guidance"u8, default, pair.Now);
            pair.RunFor(0.3);
        }

        var counters = pair.First.Association.Counters;
        Assert.Equal((0, 0, 0), (counters.Probes, counters.DataRetransmitted, counters.Timeouts));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(20)]
    public void Reordering_alone_causes_next_to_no_retransmission(double spreadMs)
    {
        using var pair = AssociationPair.Connected(new(seed: 5) { Spread = Milliseconds(spreadMs) }, Large);

        for (var i = 0; i < 20; i++) pair.First.Association.TrySend(0, 53, new byte[100_000], default, pair.Now);
        pair.Run(() => pair.Second.Messages.Count == 20);
        pair.Run(() => pair.First.Association.BufferedBytes == 0);

        var counters = pair.First.Association.Counters;
        Assert.InRange(counters.DataRetransmitted, 0, counters.DataSent / 50);
        Assert.Equal(counters.DataRetransmitted, pair.Second.Association.Counters.DataDuplicate);
        Assert.Equal(0, counters.Timeouts);
    }

    [Fact]
    public void A_packet_that_was_only_late_costs_its_retransmission_and_nothing_else()
    {
        double Run(double heldMs, out SctpCounters counters)
        {
            var path = new SctpPath(seed: 1);
            using var pair = AssociationPair.Connected(path, Large);
            var packets = 0;
            path.Holds = (bytes, toSecond) => Milliseconds(toSecond && IsData(bytes) && ++packets == 60 ? heldMs : 0);
            var begin = pair.Now;
            for (var i = 0; i < 10; i++) pair.First.Association.TrySend(0, 53, new byte[100_000], default, pair.Now);
            pair.Run(() => pair.First.Association.BufferedBytes == 0);
            counters = pair.First.Association.Counters;
            return (pair.Now - begin).TotalMilliseconds;
        }

        var straight = Run(0, out var none);
        var late = Run(25, out var one);

        Assert.Equal((0, 0), (none.DataRetransmitted, none.NeedlessRetransmits));
        Assert.Equal((1, 1), (one.DataRetransmitted, one.NeedlessRetransmits));
        Assert.InRange(late, straight, straight + 80);
    }

    [Fact]
    public void An_acknowledgement_overtaken_by_a_later_one_takes_nothing_back()
    {
        using var peer = new ScriptedPeer(new());
        peer.Association.TrySend(0, 51, new byte[4000], default, peer.Now);
        Assert.Equal(4, peer.TakeChunks(SctpChunkType.Data).Count);

        peer.SendSack(-1, "00020004");   // all but the first
        Assert.Single(peer.TakeChunks(SctpChunkType.Data));
        peer.SendSack(-1, "00020002");   // sent before that

        Assert.Empty(peer.TakeChunks(SctpChunkType.Data));
    }

    [Fact]
    public void A_peer_that_acknowledges_nonsense_makes_nothing_grow()
    {
        var counters = new SctpCounters();
        using var sender = new DataSender(new(), new(new()), initialTsn: 1000, counters);
        sender.Open(1 << 20, mayAbandon: true);
        sender.TrySend(0, 51, new byte[200_000], default, Milliseconds(0));
        var random = new Random(8);
        var packet = new byte[1160];
        var sack = new byte[12 + 4 * 40];

        void Nonsense(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                random.NextBytes(sack);
                BinaryPrimitives.WriteUInt32BigEndian(sack, (uint)(999 + random.Next(-2, 2)));
                BinaryPrimitives.WriteUInt16BigEndian(sack.AsSpan(8), (ushort)random.Next(41));
                for (var at = 12; at < sack.Length; at += 2) sack[at] = 0;   // near enough to be believed
                sender.HandleSack(sack, Milliseconds(i));
                if (sender.Deadline <= Milliseconds(i)) sender.HandleTimeout(Milliseconds(i));
                for (var packets = 0; packets < 10; packets++)
                {
                    var writer = new SctpPacketWriter(packet, 5000, 1);
                    sender.Write(ref writer, Milliseconds(i));
                }
            }
        }

        Nonsense(0, 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Nonsense(1000, 50_000);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.InRange(after - before, 0, 16 * 1024);   // the ring of what was sent, up to the send buffer
    }

    double Time(SctpPath path)
    {
        using var pair = AssociationPair.Connected(path, Large);
        var begin = pair.Now;
        for (var i = 0; i < 40; i++) Assert.True(pair.First.Association.TrySend(3, 53, new byte[100_000], default, pair.Now));
        pair.Run(() => pair.Second.Messages.Count == 40, limit: 600);
        return (pair.Now - begin).TotalSeconds;
    }

    // A round trip has been measured by then, and the window has grown past what the test sends.
    static void Warm(AssociationPair pair)
    {
        pair.First.Association.TrySend(0, 53, new byte[60_000], default, pair.Now);
        pair.Run(() => pair.First.Association.BufferedBytes == 0);
    }

    static bool IsData(byte[] packet) => packet[SctpPacket.HeaderBytes] == (byte)SctpChunkType.Data;

    static uint Tsn(byte[] packet) => BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(SctpPacket.HeaderBytes + SctpChunk.HeaderBytes));

    static TimeSpan Milliseconds(double ms) => TimeSpan.FromMilliseconds(ms);
}
