using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class JitterBufferTests : IDisposable
{
    const long Base = 0x1_FFFC;   // the 16-bit numbers wrap after four packets

    readonly PacketPool _packets = new(limit: 200);
    readonly CodedPicturePool _pictures = new(limit: 8, maxBytes: 4096);
    readonly Vp8Depacketizer _depacketizer = new();
    readonly JitterBuffer _jitter;

    public JitterBufferTests() => _jitter = new JitterBuffer(_depacketizer, _packets, _pictures, maxPackets: 128);

    [Theory]
    [InlineData(0, 1, 2, 3, 4)]
    [InlineData(4, 3, 2, 1, 0)]
    [InlineData(1, 0, 4, 2, 3)]
    [InlineData(2, 4, 0, 3, 1)]
    public void Joins_a_picture_in_whatever_order_its_packets_come(params int[] order)
    {
        byte[][] payloads = [Packets.KeyStart(0), Packets.More(1), Packets.More(2), Packets.More(3), Packets.More(4)];

        foreach (var i in order)
        {
            Assert.False(_jitter.TryTake(out _));
            Insert(i, 90, payloads[i], marker: i == 4, at: order[i]);
        }

        Assert.True(_jitter.TryTake(out var picture));
        using (picture)
        {
            Assert.Equal([0, 1, 2, 3, 4], picture.Data[10..].ToArray());
            Assert.Equal((90u, true, 320, 240), (picture.RtpTimestamp, picture.IsKeyframe, picture.Width, picture.Height));
            Assert.Equal(TimeSpan.FromSeconds(4), picture.LastPacketAt);
        }

        Assert.Equal(0, _packets.Out);
    }

    [Fact]
    public void Gives_pictures_in_order_though_a_later_one_is_whole_first()
    {
        Insert(0, 0, Packets.KeyStart(), marker: true);
        Insert(2, 20, Packets.DeltaStart(2), marker: true);
        Insert(1, 10, Packets.DeltaStart(1), marker: true);

        Assert.Equal([0u, 10, 20], TakeAll());
    }

    [Fact]
    public void Waits_behind_a_gap_and_names_what_blocks()
    {
        Insert(0, 0, Packets.KeyStart(), marker: true);
        Insert(2, 20, Packets.DeltaStart(), marker: true);

        Assert.Equal([0u], TakeAll());
        Assert.True(_jitter.IsBlocked);
        Assert.Equal(Base + 1, _jitter.Blocking);
    }

    [Fact]
    public void After_a_gap_given_up_only_a_whole_keyframe_comes_out()
    {
        Insert(0, 0, Packets.KeyStart(), marker: true);
        Insert(2, 20, Packets.DeltaStart(), marker: true);
        TakeAll();

        _jitter.NeedKeyframe();
        Insert(3, 30, Packets.DeltaStart(), marker: true);
        Insert(5, 40, Packets.More(2), marker: true);
        Assert.Empty(TakeAll());
        Insert(4, 40, Packets.KeyStart(1));
        Insert(6, 50, Packets.DeltaStart(), marker: true);

        Assert.Equal([40u, 50], TakeAll());
        Assert.Equal(2, _jitter.PicturesDropped);
        Assert.Equal(0, _packets.Out);
    }

    [Fact]
    public void A_keyframe_that_is_already_whole_is_used_when_a_gap_is_given_up()
    {
        Insert(0, 0, Packets.KeyStart(), marker: true);
        Insert(2, 20, Packets.KeyStart(), marker: true);
        TakeAll();

        _jitter.NeedKeyframe();

        Assert.True(_jitter.HasKeyframe);
        Assert.Equal([20u], TakeAll());
    }

    [Fact]
    public void Says_what_came_twice_and_what_came_too_late()
    {
        Insert(0, 0, Packets.KeyStart(), marker: true);
        Assert.Equal(JitterInsert.Duplicate, Insert(0, 0, Packets.KeyStart(), marker: true));
        TakeAll();

        Assert.Equal(JitterInsert.TooOld, Insert(0, 0, Packets.KeyStart(), marker: true));
        Assert.Equal(JitterInsert.TooOld, Insert(-1, 0, Packets.KeyStart(), marker: true));
    }

    [Fact]
    public void Packets_without_payload_fill_their_number_and_no_more()
    {
        Insert(0, 0, Packets.KeyStart());
        Insert(1, 0, []);
        Insert(2, 0, Packets.More(9), marker: true);
        Insert(3, 0, []);
        Insert(4, 0, []);
        Insert(5, 10, Packets.DeltaStart(), marker: true);

        Assert.Equal([0u, 10], TakeAll());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_picture_whose_packets_contradict_each_other_is_dropped(bool otherTime)
    {
        Insert(0, 0, Packets.KeyStart(), marker: true);
        Insert(1, 10, Packets.DeltaStart());
        if (otherTime) Insert(2, 11, Packets.More(1), marker: true);
        else Insert(2, 10, Packets.DeltaStart(), marker: true);

        Assert.Equal([0u], TakeAll());
        Assert.True(_jitter.NeedsKeyframe);
    }

    [Fact]
    public void A_payload_that_the_format_does_not_allow_loses_its_picture()
    {
        Insert(0, 0, Packets.KeyStart(), marker: true);
        Insert(1, 10, [0x10], marker: true);

        Assert.Equal([0u], TakeAll());
        Assert.True(_jitter.NeedsKeyframe);
    }

    [Fact]
    public void Holds_no_more_than_its_limit()
    {
        Insert(0, 0, Packets.KeyStart(), marker: true);
        TakeAll();
        for (var i = 2; i < 1000; i++) Insert(i, (uint)i, Packets.DeltaStart(), marker: true);

        Assert.True(_jitter.NeedsKeyframe);
        Assert.True(_packets.Out <= 128, $"{_packets.Out} packets held");
        Insert(5000, 1, Packets.KeyStart(), marker: true);
        Assert.Equal([1u], TakeAll());
        Assert.Equal(0, _packets.Out);
    }

    [Fact]
    public void An_empty_packet_pool_loses_packets_and_nothing_else()
    {
        var held = new Stack<byte[]>();
        while (_packets.TryRent(out var buffer)) held.Push(buffer);

        Assert.Equal(JitterInsert.NoBuffer, Insert(0, 0, Packets.KeyStart(), marker: true));

        _packets.Return(held.Pop());
        Insert(0, 0, Packets.KeyStart(), marker: true);
        Assert.Equal([0u], TakeAll());
    }

    [Fact]
    public void A_picture_larger_than_allowed_is_dropped()
    {
        Insert(0, 0, Packets.KeyStart(new byte[1400]));
        Insert(1, 0, Packets.More(new byte[1400]));
        Insert(2, 0, Packets.More(new byte[1400]), marker: true);

        Assert.Empty(TakeAll());
        Assert.True(_jitter.NeedsKeyframe);
        Assert.Equal((0, 0), (_pictures.Out, _packets.Out));
    }

    [Fact]
    public void Random_orders_losses_and_repeats_never_give_a_picture_out_of_order_or_leak()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            using var jitter = new JitterBuffer(_depacketizer, _packets, _pictures, 128);
            var arrivals = Enumerable.Range(0, 300)
                .Where(_ => random.Next(20) > 0)
                .Select(i => (i, At: i + random.Next(12)))
                .OrderBy(packet => packet.At)
                .Select(packet => packet.i);
            uint last = 0;
            foreach (var i in arrivals)
            {
                var (picture, part) = Math.DivRem(i, 3);
                var payload = part > 0 ? Packets.More((byte)part) : picture % 10 == 0 ? Packets.KeyStart(0) : Packets.DeltaStart(0);
                _depacketizer.TryInspect(payload, out var facts);
                jitter.Insert(Base + i, (uint)picture + 1, part == 2, payload, facts, TimeSpan.Zero);
                if (jitter.IsBlocked && random.Next(10) == 0) jitter.NeedKeyframe();
                while (jitter.TryTake(out var taken))
                {
                    using (taken)
                    {
                        Assert.True(taken.RtpTimestamp == last + 1 || taken.IsKeyframe, "a picture without the one before it");
                        Assert.True(taken.RtpTimestamp > last);
                        Assert.Equal([0, 1, 2], taken.Data[(taken.IsKeyframe ? 10 : 3)..].ToArray());
                        last = taken.RtpTimestamp;
                    }
                }
            }

            jitter.Dispose();
            Assert.Equal((0, 0), (_packets.Out, _pictures.Out));
        }
    }

    public void Dispose() => _jitter.Dispose();

    JitterInsert Insert(int offset, uint timestamp, byte[] payload, bool marker = false, int at = 0)
    {
        PayloadFacts? facts = _depacketizer.TryInspect(payload, out var found) ? found : null;
        return _jitter.Insert(Base + offset, timestamp, marker, payload, facts, TimeSpan.FromSeconds(at));
    }

    List<uint> TakeAll()
    {
        var timestamps = new List<uint>();
        while (_jitter.TryTake(out var picture))
        {
            using (picture) timestamps.Add(picture.RtpTimestamp);
        }

        return timestamps;
    }
}
