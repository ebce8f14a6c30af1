using System.Buffers.Binary;
using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.Tests.Sctp;

public sealed class SctpHandshakeTests
{
    [Fact]
    public void Comes_up_in_two_round_trips()
    {
        using var pair = new AssociationPair(new(seed: 1));
        var begin = pair.Now;

        pair.First.Association.Connect(pair.Now);
        pair.Run(() => pair.First.IsUp && pair.Second.IsUp);

        Assert.Equal(TimeSpan.FromMilliseconds(80), pair.Now - begin);
        Assert.Equal(SctpEventKind.Established, Assert.Single(pair.First.Events).Kind);
        Assert.Equal(SctpEventKind.Established, Assert.Single(pair.Second.Events).Kind);
        AssertDataFlows(pair);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    public void Comes_up_when_both_sides_begin(int secondLater)
    {
        using var pair = new AssociationPair(new(seed: 1));

        pair.First.Association.Connect(pair.Now);
        pair.RunFor(secondLater / 1000.0);
        pair.Second.Association.Connect(pair.Now);
        pair.Run(() => pair.First.IsUp && pair.Second.IsUp, limit: 1);

        AssertDataFlows(pair);
    }

    [Theory]
    [InlineData(nameof(SctpChunkType.Init))]
    [InlineData(nameof(SctpChunkType.InitAck))]
    [InlineData(nameof(SctpChunkType.CookieEcho))]
    [InlineData(nameof(SctpChunkType.CookieAck))]
    public void Comes_up_although_its_first_packets_are_lost(string lost)
    {
        var left = 2;
        var path = new SctpPath(seed: 1) { Loses = (bytes, _) => TypeOf(bytes).ToString() == lost && left-- > 0 };
        using var pair = new AssociationPair(path);

        pair.First.Association.Connect(pair.Now);
        pair.Run(() => pair.First.IsUp && pair.Second.IsUp, limit: 10);

        Assert.True(left <= 0);
        AssertDataFlows(pair);
    }

    [Fact]
    public void Comes_up_under_heavy_loss_whoever_begins()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var path = new SctpPath(seed) { Loss = 0.3, Repeats = 0.2, Spread = TimeSpan.FromMilliseconds(30) };
            using var pair = new AssociationPair(path);
            if (seed % 3 != 1) pair.First.Association.Connect(pair.Now);
            if (seed % 3 != 0) pair.Second.Association.Connect(pair.Now);

            pair.Run(() => (pair.First.IsUp && pair.Second.IsUp) || pair.First.IsOver || pair.Second.IsOver);

            Assert.True(pair.First.IsUp && pair.Second.IsUp, $"seed {seed}");
            AssertDataFlows(pair);
        }
    }

    [Fact]
    public void Gives_up_when_nobody_answers()
    {
        var path = new SctpPath(seed: 1) { Loses = (_, _) => true };
        using var pair = new AssociationPair(path, new() { MaxInitRetransmits = 3 });

        pair.First.Association.Connect(pair.Now);
        pair.Run(() => pair.First.IsOver);

        Assert.Equal(SctpEnd.TimedOut, pair.First.Association.End);
        Assert.Equal(4, path.Sent.Count(sent => TypeOf(sent.Bytes) == SctpChunkType.Init));
    }

    [Fact]
    public void A_second_init_cannot_take_an_association_over()
    {
        using var pair = AssociationPair.Connected(new(seed: 1));
        using var intruder = new SctpAssociation(new(), new Random(77));
        var buffer = new byte[1400];
        intruder.Connect(pair.Now);

        for (var rounds = 0; rounds < 8; rounds++)
        {
            Carry(intruder, pair.Second.Association);
            Carry(pair.Second.Association, intruder);
        }

        Assert.NotEqual(SctpState.Established, intruder.State);
        Assert.True(pair.Second.Association.Counters.RestartsRefused > 0);
        AssertDataFlows(pair);

        void Carry(SctpAssociation from, SctpAssociation to)
        {
            while (from.Poll(pair.Now, buffer) is var length and > 0) to.HandlePacket(buffer.AsSpan(0, length), pair.Now);
        }
    }

    [Fact]
    public void A_forged_cookie_is_refused()
    {
        var path = new SctpPath(seed: 1);
        using var pair = new AssociationPair(path);
        path.Loses = (bytes, _) =>
        {
            if (TypeOf(bytes) == SctpChunkType.CookieEcho) Rewrite(bytes, packet => packet[SctpPacket.HeaderBytes + 4 + 20] ^= 1);
            return false;
        };

        pair.First.Association.Connect(pair.Now);
        pair.RunFor(2);

        Assert.False(pair.Second.IsUp);
        Assert.True(pair.Second.Association.Counters.CookiesRefused > 0);
    }

    [Fact]
    public void A_stale_cookie_is_reported_and_another_one_asked_for()
    {
        var holds = true;
        var path = new SctpPath(seed: 1) { Loses = (bytes, _) => holds && TypeOf(bytes) == SctpChunkType.CookieEcho };
        using var pair = new AssociationPair(path, new() { CookieLife = TimeSpan.FromSeconds(2) });

        pair.First.Association.Connect(pair.Now);
        pair.RunFor(4);
        holds = false;
        pair.Run(() => pair.First.IsUp && pair.Second.IsUp);

        Assert.Contains(path.Sent, sent => TypeOf(sent.Bytes) == SctpChunkType.Error);
        Assert.Equal(2, path.Sent.Count(sent => TypeOf(sent.Bytes) == SctpChunkType.Init));
        AssertDataFlows(pair);
    }

    [Fact]
    public void Packets_with_a_foreign_tag_a_wrong_checksum_or_other_ports_are_dropped()
    {
        using var pair = AssociationPair.Connected(new(seed: 1));
        var sent = pair.Path.Sent.Count;
        pair.First.Association.TrySend(1, 51, "hello"u8, default, pair.Now);
        pair.Drain();
        var good = pair.Path.Sent[sent].Bytes;

        var foreign = good.ToArray();
        Rewrite(foreign, packet => packet[5] ^= 1);
        var spoiled = good.ToArray();
        spoiled[^1] ^= 1;
        var elsewhere = good.ToArray();
        Rewrite(elsewhere, packet => packet[1] ^= 1);
        foreach (var bad in (byte[][])[foreign, spoiled, elsewhere]) pair.Second.Association.HandlePacket(bad, pair.Now);
        pair.Second.TakeEvents();

        Assert.Empty(pair.Second.Messages);
        var counters = pair.Second.Association.Counters;
        Assert.Equal((1, 1, 1), (counters.PacketsBadTag, counters.PacketsBadChecksum, counters.PacketsMalformed));
    }

    [Fact]
    public void Unknown_parameters_of_an_init_are_reported_when_their_type_asks_for_it()
    {
        using var pair = new AssociationPair(new(seed: 1));
        pair.First.Association.Connect(pair.Now);
        pair.First.Association.Poll(pair.Now, new byte[1400]);
        using var answerer = new SctpAssociation(new(), new Random(3));
        var init = new byte[12 + 4 + 16 + 8 + 8];
        var packet = new SctpPacketWriter(init, 5000, tag: 0);
        packet.TryAdd(SctpChunkType.Init, 0, 16 + 8 + 8, out var value);
        new InitFields(7, 100_000, 1, 1, 9, false, false).Write(value);
        Convert.FromHexString("C123000811223344" + "8124000811223344").CopyTo(value[16..]);   // report, and do not
        packet.Finish();

        answerer.HandlePacket(init, pair.Now);
        var answer = new byte[1400];
        var length = answerer.Poll(pair.Now, answer);

        var text = Convert.ToHexString(answer.AsSpan(0, length));
        Assert.Contains("0008000CC123000811223344", text, StringComparison.Ordinal);
        Assert.DoesNotContain("8124", text, StringComparison.Ordinal);
    }

    static void AssertDataFlows(AssociationPair pair)
    {
        Assert.True(pair.First.Association.TrySend(1, 51, "there"u8, default, pair.Now));
        Assert.True(pair.Second.Association.TrySend(1, 51, "back"u8, default, pair.Now));
        pair.Run(() => pair.First.Messages.Count > 0 && pair.Second.Messages.Count > 0);
        Assert.Equal("there"u8, Assert.Single(pair.Second.Messages).Bytes);
        Assert.Equal("back"u8, Assert.Single(pair.First.Messages).Bytes);
    }

    static SctpChunkType TypeOf(byte[] packet) => (SctpChunkType)packet[SctpPacket.HeaderBytes];

    static void Rewrite(byte[] packet, Action<byte[]> change)
    {
        change(packet);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32c.ComputePacket(packet));
    }
}
