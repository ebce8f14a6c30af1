using FaceAuth.Media.Rtp;
using FaceAuth.Media.Rtp.Rtcp;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class VideoSenderTests
{
    const uint Ssrc = 0xCAFE, RtxSsrc = 0xBEEF;

    readonly byte[] _buffer = new byte[1200];
    readonly VideoSender _sender = Make(new RtpOptions());

    [Fact]
    public void Packets_carry_media_id_transport_number_and_the_marker_on_the_last()
    {
        Assert.True(_sender.TrySend(new byte[3000], 7, Ms(0)));
        var packets = Drain(0);

        Assert.Equal(3, packets.Count);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(RtpPacket.TryRead(packets[i], out var rtp));
            Assert.Equal((i == 2, (byte)96, Ssrc), (rtp.Marker, rtp.PayloadType, rtp.Ssrc));
            Assert.True(rtp.TryGetExtension(4, out var mid));
            Assert.Equal("cam"u8.ToArray(), mid.ToArray());
            Assert.Equal(TransportNumber(packets[0]) + i, TransportNumber(packets[i]));
            Assert.InRange(packets[i].Length, 900, 1184);
        }
    }

    [Fact]
    public void Answers_a_nack_with_the_payload_under_the_other_ssrc_and_a_new_transport_number()
    {
        _sender.TrySend([0x10, 1, 2, 3], 7, Ms(0));
        _sender.TrySend([0x11, 4, 5, 6], 8, Ms(0));
        var sent = Drain(0);
        Assert.True(RtpPacket.TryRead(sent[0], out var original));

        Nack(original.SequenceNumber, at: 50);
        var answer = Assert.Single(Drain(50));

        Assert.True(RtpPacket.TryRead(answer, out var rtx));
        Assert.Equal((RtxSsrc, (byte)97, original.Timestamp, original.Marker), (rtx.Ssrc, rtx.PayloadType, rtx.Timestamp, rtx.Marker));
        Assert.Equal([(byte)(original.SequenceNumber >> 8), (byte)original.SequenceNumber, .. original.Payload], rtx.Payload.ToArray());
        Assert.Equal(TransportNumber(sent[1]) + 1, TransportNumber(answer));
    }

    [Fact]
    public void Repeats_an_answer_only_after_20_ms()
    {
        _sender.TrySend([0x10, 1, 2, 3], 7, Ms(0));
        Assert.True(RtpPacket.TryRead(Drain(0)[0], out var original));

        Nack(original.SequenceNumber, at: 50);
        Assert.Single(Drain(50));
        Nack(original.SequenceNumber, at: 69);
        Assert.Empty(Drain(69));
        Nack(original.SequenceNumber, at: 70);
        Assert.Single(Drain(70));
    }

    [Fact]
    public void Answers_nothing_that_it_never_sent_or_no_longer_has()
    {
        var sender = Make(new RtpOptions { SendHistoryPackets = 64 });
        Assert.True(sender.TrySend([0x10, 1, 2, 3], 7, Ms(0)));
        var length = sender.PollRtp(Ms(0), _buffer);
        Assert.True(RtpPacket.TryRead(_buffer.AsSpan(0, length), out var packet));
        var first = packet.SequenceNumber;
        for (var i = 1; i <= 64; i++)
        {
            Assert.True(sender.TrySend([0x10, 1, 2, 3], 7, Ms(i)));
            Assert.NotEqual(0, sender.PollRtp(Ms(i), _buffer));
        }

        foreach (var unknown in new[] { first, first + 65, first + 30_000, first - 1 })
        {
            length = GenericNack.Write(_buffer, 1, Ssrc, [unknown]);
            sender.HandleRtcp(_buffer.AsSpan(0, length), Ms(100));
            Assert.Equal(0, sender.PollRtp(Ms(100), _buffer));
        }

        length = GenericNack.Write(_buffer, 1, Ssrc, [first + 1]);
        sender.HandleRtcp(_buffer.AsSpan(0, length), Ms(100));
        Assert.NotEqual(0, sender.PollRtp(Ms(100), _buffer));
    }

    [Fact]
    public void A_burst_leaves_in_pieces()
    {
        Assert.True(_sender.TrySend(new byte[100_000], 7, Ms(0)));

        Assert.NotEqual(0, _sender.PollRtcp(Ms(0), _buffer));
        var atOnce = Drain(0).Count;
        Assert.InRange(atOnce, 16, 18);
        Assert.True(_sender.Deadline > Ms(0) && _sender.Deadline < Ms(2));
        var times = new List<double>();
        for (var now = _sender.Deadline; atOnce + times.Count < 88 && now < Ms(1000); now = _sender.Deadline)
        {
            while (_sender.PollRtp(now, _buffer) > 0) times.Add(now.TotalMilliseconds);
            while (_sender.PollRtcp(now, _buffer) > 0) { }
        }

        Assert.InRange(times[^1], 20, 50);   // 100 kB less the burst of 19 kB at 20 Mbit/s
    }

    [Fact]
    public void Says_no_when_the_history_cannot_hold_what_is_unsent()
    {
        var sender = Make(new RtpOptions { SendHistoryPackets = 64 });

        Assert.True(sender.TrySend(new byte[60_000], 7, Ms(0)));
        Assert.False(sender.TrySend(new byte[60_000], 8, Ms(0)));
        Assert.False(sender.TrySend(new byte[200_000], 8, Ms(0)));
        Assert.False(sender.TrySend([], 8, Ms(0)));
    }

    [Fact]
    public void Wants_a_keyframe_from_a_request_until_one_is_queued()
    {
        Assert.False(_sender.KeyframeWanted);
        _sender.HandleRtcp(_buffer.AsSpan(0, PictureLossIndication.Write(_buffer, 1, Ssrc)), Ms(1));
        Assert.True(_sender.KeyframeWanted);
        _sender.TrySend([0x11, 2, 0, 1], 0, Ms(2));
        Assert.True(_sender.KeyframeWanted);
        _sender.TrySend([0x10, 2, 0, 0x9D, 1, 0x2A, 16, 0, 16, 0, 1], 0, Ms(3));
        Assert.False(_sender.KeyframeWanted);

        _sender.HandleRtcp(_buffer.AsSpan(0, FullIntraRequest.Write(_buffer, 1, Ssrc, 1)), Ms(4));
        Assert.True(_sender.KeyframeWanted);
        _sender.TrySend([0x10, 2, 0, 0x9D, 1, 0x2A, 16, 0, 16, 0, 1], 0, Ms(5));
        _sender.HandleRtcp(_buffer.AsSpan(0, FullIntraRequest.Write(_buffer, 1, Ssrc, 1)), Ms(6));
        Assert.False(_sender.KeyframeWanted);
        _sender.HandleRtcp(_buffer.AsSpan(0, PictureLossIndication.Write(_buffer, 1, 77)), Ms(7));
        Assert.False(_sender.KeyframeWanted);
    }

    [Fact]
    public void Learns_the_round_trip_from_reports()
    {
        _sender.TrySend([0x11, 2, 0, 1], 0, Ms(1000));
        ReadOnlySpan<byte> compound = _buffer.AsSpan(0, _sender.PollRtcp(Ms(1000), _buffer));
        Assert.True(RtcpBlock.TryTake(ref compound, out var block));
        Assert.True(SenderReport.TryRead(block, out var report));

        var answer = new ReportBlock(Ssrc, 0, 0, 0, 0, (uint)(report.NtpTime >> 16), DelaySinceLast: 65_536 / 4);
        _sender.HandleRtcp(_buffer.AsSpan(0, ReceiverReport.Write(_buffer, 1, answer)), Ms(1310));

        Assert.InRange(_sender.Stats.RoundTrip!.Value, Ms(59.9), Ms(60.1));
    }

    List<byte[]> Drain(double ms)
    {
        var packets = new List<byte[]>();
        for (int length; (length = _sender.PollRtp(Ms(ms), _buffer)) > 0;) packets.Add(_buffer[..length]);
        return packets;
    }

    void Nack(int sequence, double at)
    {
        var length = GenericNack.Write(_buffer, 1, Ssrc, [sequence]);
        _sender.HandleRtcp(_buffer.AsSpan(0, length), Ms(at));
    }

    static int TransportNumber(byte[] packet)
    {
        Assert.True(RtpPacket.TryRead(packet, out var rtp));
        Assert.True(rtp.TryGetExtension(3, out var number));
        return number[0] << 8 | number[1];
    }

    static VideoSender Make(RtpOptions options) => new(
        new VideoSenderSettings
        {
            PayloadType = 96,
            RtxPayloadType = 97,
            Ssrc = Ssrc,
            RtxSsrc = RtxSsrc,
            TransportSequenceId = 3,
            MidId = 4,
            Mid = "cam",
            Cname = "test",
        },
        options, new Random(1));

    static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
