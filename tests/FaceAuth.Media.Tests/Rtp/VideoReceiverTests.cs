using System.Buffers.Binary;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Rtp.Rtcp;
using FaceAuth.Media.Tests.Rtp.Rtcp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class VideoReceiverTests : IDisposable
{
    readonly PacketPool _packets = new(limit: 2000);
    readonly CodedPicturePool _pictures = new(limit: 16, maxBytes: 100_000);
    readonly VideoReceiver _receiver;
    readonly byte[] _buffer = new byte[1200];

    public VideoReceiverTests() => _receiver = Make(new RtpOptions());

    [Fact]
    public void Reports_and_asks_for_a_keyframe_when_the_stream_begins_without_one()
    {
        Rtp(0, 10, Packets.DeltaStart(), marker: true);

        Assert.Equal([RtcpType.ReceiverReport, RtcpType.SourceDescription], Types(Poll(0)));
        Assert.Equal(Ms(20), _receiver.Deadline);
        Assert.Equal([RtcpType.PayloadFeedback], Types(Poll(20)));
        Assert.Equal(1, _receiver.Stats.PliCount);
    }

    [Fact]
    public void Asks_for_no_keyframe_while_the_first_one_is_on_its_way()
    {
        Rtp(0, 10, Packets.KeyStart());
        Poll(0);
        Rtp(100, 11, Packets.More(1), marker: true);

        Assert.Equal([0u], Take());
        for (var now = 100; now < 900; now += 10) Assert.DoesNotContain(RtcpType.PayloadFeedback, Types(Poll(now)));
    }

    [Fact]
    public void After_a_gap_that_nobody_mends_asks_for_a_keyframe_and_starts_with_it()
    {
        Rtp(0, 10, Packets.KeyStart(), marker: true);
        Rtp(30, 12, Packets.DeltaStart(), timestamp: 1, marker: true);
        Take();
        Poll(0);

        var (nacks, plis) = (0, 0);
        for (var now = 30; now <= 535; now++)
        {
            var types = Types(Poll(now));
            nacks += types.Count(type => type == RtcpType.TransportFeedback);
            if (types.Contains(RtcpType.PayloadFeedback)) plis = plis == 0 ? now : plis;
        }

        Assert.Equal((4, 530), (nacks, plis));
        Assert.Equal((4, 1, 1), (_receiver.Stats.NackCount, _receiver.Stats.PacketsLost, _receiver.Stats.PliCount));
        Rtp(540, 13, Packets.DeltaStart(), timestamp: 2, marker: true);
        Rtp(541, 14, Packets.KeyStart(), timestamp: 3, marker: true);
        Assert.Equal([3u], Take());
        Assert.Equal(2, _receiver.Stats.FramesDropped);
    }

    [Fact]
    public void A_retransmission_fills_its_gap_and_teaches_the_round_trip()
    {
        Rtp(0, 10, Packets.KeyStart(), marker: true);
        Rtp(30, 12, Packets.DeltaStart(2), timestamp: 2, marker: true);
        Poll(0);
        Poll(40);
        Rtp(75, 500, [0, 11, .. Packets.DeltaStart(1)], timestamp: 1, marker: true, payloadType: Packets.Rtx, ssrc: 0xBEEF);

        Assert.Equal([0u, 1, 2], Take());
        var stats = _receiver.Stats;
        Assert.Equal((1, 2, 0), (stats.RetransmittedPacketsReceived, stats.PacketsReceived, stats.PacketsLost));
        Assert.Equal(Ms(35), _receiver.RoundTrip);
    }

    [Fact]
    public void Probes_count_for_the_transport_and_for_nothing_else()
    {
        Rtp(0, 10, Packets.KeyStart(), marker: true, transport: 1);
        Rtp(1, 501, [], payloadType: Packets.Rtx, ssrc: 0xBEEF, transport: 2, padding: 200);
        Rtp(2, 502, [0, 10, .. Packets.KeyStart()], marker: true, payloadType: Packets.Rtx, ssrc: 0xBEEF, transport: 3);
        Rtp(3, 11, [], transport: 4, padding: 100);
        Rtp(4, 12, Packets.DeltaStart(), timestamp: 1, marker: true, transport: 5);

        Assert.Equal([0u, 1], Take());
        Assert.Equal((1, 0), (_receiver.Discarded(RtpDiscard.Duplicate), _receiver.Stats.RetransmittedPacketsReceived));
        Assert.Equal(2, _receiver.Discarded(RtpDiscard.Padding));
        Poll(10);
        var (statuses, _) = TwccReader.Read(Poll(60));
        Assert.Equal([(1, 0), (2, 4), (3, 8), (4, 12), (5, 16)], statuses);
    }

    [Fact]
    public void Packets_held_back_keep_the_time_at_which_they_came()
    {
        // What arrived before the keys were ready is handed over later, with times that lie in the past.
        Rtp(100, 11, Packets.DeltaStart(), timestamp: 1, marker: true, transport: 8);
        Rtp(60, 10, Packets.KeyStart(), marker: true, transport: 7);

        Assert.True(_receiver.TryTakePicture(out var picture));
        using (picture) Assert.Equal(Ms(60), picture.LastPacketAt);
        Take();
        Poll(100);
        Assert.Equal([(7, 240), (8, 400)], TwccReader.Read(Poll(150)).Statuses);
    }

    [Fact]
    public void A_failed_decoder_gets_a_keyframe_and_nothing_before_it()
    {
        Rtp(0, 10, Packets.KeyStart(), marker: true);
        Take();
        Poll(0);

        _receiver.RequestKeyframe(Ms(5));
        Assert.Equal([RtcpType.PayloadFeedback], Types(Poll(5)));
        Rtp(30, 11, Packets.DeltaStart(), timestamp: 1, marker: true);
        Assert.Empty(Take());
        Rtp(60, 12, Packets.KeyStart(), timestamp: 2, marker: true);
        Assert.Equal([2u], Take());
    }

    [Fact]
    public void Answers_a_sender_report_with_the_time_since_it()
    {
        Rtp(0, 10, Packets.KeyStart(), marker: true);
        Poll(0);
        var length = new SenderReport(Packets.Ssrc, 0x0000_1122_3344_0000, 0, 1, 1).Write(_buffer);
        _receiver.HandleRtcp(_buffer.AsSpan(0, length), Ms(500));

        ReadOnlySpan<byte> compound = Poll(2000);

        Assert.True(RtcpBlock.TryTake(ref compound, out var block));
        Assert.True(ReceiverReport.TryRead(block, Packets.Ssrc, out var report));
        Assert.Equal((0x1122_3344u, 98_304u), (report.LastSenderReport, report.DelaySinceLast));
    }

    [Fact]
    public void Takes_only_the_stream_that_was_negotiated()
    {
        Rtp(0, 10, Packets.KeyStart(), marker: true);
        Rtp(1, 11, Packets.KeyStart(), ssrc: 5, marker: true);
        Rtp(2, 12, Packets.KeyStart(), payloadType: 100, marker: true);
        _receiver.HandleRtp([1, 2, 3], Ms(3));

        Assert.Equal(1, _receiver.Discarded(RtpDiscard.ForeignSsrc));
        Assert.Equal(1, _receiver.Discarded(RtpDiscard.PayloadType));
        Assert.Equal(1, _receiver.Discarded(RtpDiscard.Malformed));
        Assert.Equal(Packets.Ssrc, _receiver.RemoteSsrc);
    }

    [Fact]
    public void Announces_a_bitrate_with_the_first_report_when_told_to()
    {
        using var receiver = Make(new RtpOptions { AnnouncedBitrate = 2_000_000 });
        receiver.HandleRtp(Packets.Rtp(1, 0, Packets.KeyStart(), marker: true), Ms(0));

        var length = receiver.PollRtcp(Ms(0), _buffer);

        Assert.True(_buffer.AsSpan(0, length).IndexOf("REMB"u8) > 0);
    }

    [Fact]
    public void Puts_a_report_in_front_where_reduced_size_was_not_negotiated()
    {
        using var receiver = Make(new RtpOptions(), reducedSize: false);
        receiver.HandleRtp(Packets.Rtp(1, 0, Packets.DeltaStart(), marker: true), Ms(0));
        receiver.PollRtcp(Ms(0), _buffer);

        var length = receiver.PollRtcp(Ms(20), _buffer);

        Assert.Equal([RtcpType.ReceiverReport, RtcpType.SourceDescription, RtcpType.PayloadFeedback], Types(_buffer.AsSpan(0, length)));
    }

    [Fact]
    public void A_goodbye_ends_the_stream()
    {
        Rtp(0, 10, Packets.KeyStart(), marker: true);
        var length = Goodbye.Write(_buffer, Packets.Ssrc);

        _receiver.HandleRtcp(_buffer.AsSpan(0, length), Ms(1));

        Assert.True(_receiver.HasEnded);
    }

    [Fact]
    public void A_stream_that_jumps_far_ahead_goes_on_with_a_keyframe()
    {
        Rtp(0, 10, Packets.KeyStart(), marker: true);
        Take();
        for (var i = 0; i < 3; i++) Rtp(30 + i, 20_000 + i, Packets.DeltaStart(), timestamp: 10u + (uint)i, marker: true);
        Rtp(40, 20_003, Packets.KeyStart(), timestamp: 20, marker: true);

        Assert.Equal([20u], Take());
    }

    [Fact]
    public void Survives_a_hostile_stream_and_gives_everything_back()
    {
        var seeds = new List<byte[]>
        {
            Packets.Rtp(0, 0, Packets.KeyStart(1, 2, 3), transport: 0),
            Packets.Rtp(1, 0, Packets.More(4, 5), marker: true, transport: 1),
            Packets.Rtp(2, 3000, Packets.DeltaStart(6), marker: true, transport: 2),
            Packets.Rtp(7, 0, [0, 1, .. Packets.More(4, 5)], marker: true, payloadType: Packets.Rtx, ssrc: 0xBEEF, transport: 3),
            Packets.Rtp(8, 0, [], payloadType: Packets.Rtx, ssrc: 0xBEEF, transport: 4, padding: 20),
        };
        var report = new byte[100];
        report = report[..new SenderReport(Packets.Ssrc, 5, 6, 7, 8).Write(report)];
        for (var seed = 0; seed < 20; seed++)
        {
            using var receiver = Make(new RtpOptions());
            var random = new Random(seed);
            receiver.HandleRtp(seeds[0], Ms(0));
            ushort sequence = 0;
            for (var now = 0; now < 3000; now += random.Next(3))
            {
                var packet = Mutations.Of(seeds[random.Next(seeds.Count)], random.Next(), 1).Single();
                if (packet.Length > 4 && random.Next(4) > 0)
                    BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence += (ushort)random.Next(3));
                receiver.HandleRtp(packet, Ms(now - random.Next(5)));
                if (random.Next(10) == 0) receiver.HandleRtcp(Mutations.Of(report, random.Next(), 1).Single(), Ms(now));
                while (receiver.TryTakePicture(out var picture)) picture.Dispose();
                for (var polls = 0; receiver.PollRtcp(Ms(now), _buffer) > 0; polls++) Assert.True(polls < 20, "it never stops sending");
                Assert.True(receiver.Deadline > Ms(now), "the deadline stays in the past");
                Assert.True(_packets.Out <= 1024);
            }

            receiver.Dispose();
            Assert.Equal((0, 0), (_packets.Out, _pictures.Out));
        }
    }

    public void Dispose() => _receiver.Dispose();

    VideoReceiver Make(RtpOptions options, bool reducedSize = true) => new(
        new VideoReceiverSettings
        {
            PayloadType = Packets.Vp8,
            RtxPayloadType = Packets.Rtx,
            TransportSequenceId = Packets.TransportSequenceId,
            LocalSsrc = 1,
            ReducedSize = reducedSize,
            Cname = "test",
        },
        options, _packets, _pictures, new Random(1));

    void Rtp(
        double ms, int sequence, byte[] payload, uint timestamp = 0, bool marker = false, byte payloadType = Packets.Vp8,
        uint ssrc = Packets.Ssrc, ushort? transport = null, int padding = 0) =>
        _receiver.HandleRtp(Packets.Rtp((ushort)sequence, timestamp, payload, marker, payloadType, ssrc, transport, padding), Ms(ms));

    byte[] Poll(double ms)
    {
        var length = _receiver.PollRtcp(Ms(ms), _buffer);
        return _buffer[..length];
    }

    List<uint> Take()
    {
        var timestamps = new List<uint>();
        while (_receiver.TryTakePicture(out var picture))
        {
            using (picture) timestamps.Add(picture.RtpTimestamp);
        }

        return timestamps;
    }

    static List<RtcpType> Types(ReadOnlySpan<byte> compound)
    {
        var types = new List<RtcpType>();
        while (RtcpBlock.TryTake(ref compound, out var block)) types.Add(block.Type);
        return types;
    }

    static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
