using FaceAuth.Frames;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Tests.Decode;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class VideoLinkTests
{
    static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(33);

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(0.05, 0, 0, true)]
    [InlineData(0.05, 0, 0, false)]
    [InlineData(0.05, 12, 0.02, true)]
    public void Every_picture_arrives_bit_exact(double loss, int spreadMs, double repeats, bool withRtx)
    {
        var pictures = Ivf.Pictures("vp8/testsrc.ivf");
        var spread = TimeSpan.FromMilliseconds(spreadMs);
        using var link = new VideoLink(seed: 7, withRtx: withRtx) { Loss = loss, Repeats = repeats, Spread = spread };

        for (var i = 0; i < pictures.Count; i++)
        {
            link.Send(pictures[i], (uint)i * 3000);
            link.Run(FrameTime);
        }

        link.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(pictures.Select(Convert.ToHexString), link.Received.Select(got => Convert.ToHexString(got.Bytes)));
        Assert.Equal(0, link.Packets.Out);
        Assert.Equal(0, link.Pictures.Out);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void After_an_outage_longer_than_the_senders_memory_a_keyframe_is_asked_for(int seed)
    {
        var pictures = Ivf.Pictures("vp8/testsrc.ivf");
        using var link = new VideoLink(seed, new RtpOptions { SendHistoryPackets = 64 }) { Loss = 0.02 };
        var (from, until) = (link.Now + TimeSpan.FromSeconds(2), link.Now + TimeSpan.FromSeconds(5));
        var random = new Random(seed);
        link.Loses = _ => (link.Now > from && link.Now < until) || random.NextDouble() < 0.02;
        var sent = new List<byte[]>();

        for (int i = 0, next = 0; i < 240; i++, next++)
        {
            if (next == pictures.Count) next = 1;
            if (link.Sender.KeyframeWanted) next = 0;
            sent.Add(pictures[next]);
            link.Send(pictures[next], (uint)i * 3000);
            link.Run(FrameTime);
        }

        link.Run(TimeSpan.FromSeconds(2));
        for (var i = 0; i < link.Received.Count; i++)
        {
            var (bytes, timestamp, isKeyframe) = link.Received[i];
            var index = (timestamp - link.Received[0].Timestamp) / 3000;
            Assert.Equal(sent[(int)index], bytes);
            Assert.True(i == 0 || isKeyframe || timestamp - link.Received[i - 1].Timestamp == 3000, "a picture without the one before it");
        }

        Assert.InRange(link.Received.Count, 240 - 120, 240 - 90);   // three seconds, half a second of patience, and a round trip
        Assert.InRange(link.Sender.Stats.PliCount, 1, 8);
        Assert.Equal((0, 0), (link.Packets.Out, link.Pictures.Out));
    }

    [Theory]
    [InlineData(250)]
    [InlineData(2500)]
    public void A_gap_holds_the_stream_up_no_longer_than_the_bound(int boundMs)
    {
        var pictures = Ivf.Pictures("vp8/testsrc.ivf");
        var bound = TimeSpan.FromMilliseconds(boundMs);
        using var link = new VideoLink(seed: 11, new RtpOptions { LatencyBound = bound })
        {
            Loss = 0.05,
            Delay = TimeSpan.FromMilliseconds(200),
        };
        var random = new Random(11);
        link.Loses = packet => (boundMs < 300 && (packet[1] & 0x7F) == Packets.Rtx) || random.NextDouble() < 0.05;

        for (int i = 0, next = 0; i < 600; i++, next++)
        {
            if (link.Sender.KeyframeWanted || next == pictures.Count) next = 0;
            link.Send(pictures[next], (uint)i * 3000);
            link.Run(FrameTime);
        }

        Assert.All(link.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, bound));
        var healed = link.Waits.Count(wait => wait > TimeSpan.FromMilliseconds(300));   // by a retransmission, which takes 400 ms here
        if (boundMs < 300) Assert.Equal(0, healed);
        else Assert.True(healed > 50, $"{healed} waited for a retransmission");
    }

    [Fact]
    public void At_20_percent_loss_four_of_five_pictures_are_shown_at_least()
    {
        var pictures = Ivf.Pictures("vp8/testsrc.ivf");
        using var link = new VideoLink(seed: 12) { Loss = 0.2 };

        for (int i = 0, next = 0; i < 600; i++, next++)
        {
            if (link.Sender.KeyframeWanted || next == pictures.Count) next = 0;
            link.Send(pictures[next], (uint)i * 3000);
            link.Run(FrameTime);
        }

        link.Run(TimeSpan.FromSeconds(2));
        Assert.True(link.Received.Count >= 480, $"{link.Received.Count} of 600");
    }

    [Fact]
    public void The_sender_learns_the_round_trip_and_the_receiver_too()
    {
        var pictures = Ivf.Pictures("vp8/testsrc.ivf");
        using var link = new VideoLink(seed: 4) { Loss = 0.05, Delay = TimeSpan.FromMilliseconds(40) };

        for (var i = 0; i < 90; i++)
        {
            link.Send(pictures[i % pictures.Count], (uint)i * 3000);
            link.Run(FrameTime);
        }

        Assert.InRange(link.Sender.Stats.RoundTrip!.Value.TotalMilliseconds, 79, 82);
        Assert.InRange(link.Receiver.RoundTrip.TotalMilliseconds, 79, 90);
    }

    [Fact]
    public void Spoiled_packets_never_hurt_receiver_or_decoder()
    {
        Require.Ffmpeg();
        var pictures = Ivf.Pictures("vp8/testsrc.ivf");
        using var pool = new VideoFramePool(limit: 2, kept: 2);
        using var decoder = new FfmpegDecoder(VideoCodec.Vp8, maxSide: 640);
        var (shown, failed) = (0, 0);
        for (var seed = 0; seed < 10; seed++)
        {
            using var link = new VideoLink(seed) { Loss = 0.02, Spoils = 0.05 };
            var next = 0;
            for (var i = 0; i < 100; i++, next++)
            {
                if (link.Sender.KeyframeWanted || next == pictures.Count) next = 0;
                link.Send(pictures[next], (uint)i * 3000);
                link.Run(FrameTime);
                foreach (var picture in link.Received)
                {
                    var outcome = decoder.Decode(picture.Bytes, pool, out var frame);
                    frame?.Dispose();
                    if (outcome == DecodeOutcome.Decoded) shown++;
                    else failed++;
                    if (outcome == DecodeOutcome.Corrupt) link.Receiver.RequestKeyframe(link.Now);
                }

                link.Received.Clear();
            }
        }

        Assert.True(shown > 300, $"{shown} shown, {failed} failed");
        Assert.True(failed > 0);
        Assert.Equal(0, pool.Out);
    }

    [Fact]
    public void A_steady_stream_allocates_nothing()
    {
        var packets = new PacketPool(1000);
        var pictures = new CodedPicturePool(10, 100_000);
        using var receiver = new VideoReceiver(
            new VideoReceiverSettings { PayloadType = 96, RtxPayloadType = 97, TransportSequenceId = 3, LocalSsrc = 1, Cname = "x" },
            new RtpOptions(), packets, pictures, new Random(1));
        var rtcp = new byte[1200];
        var stream = Enumerable.Range(0, 4000).Select(i => Rtp.Packets.Rtp(
            (ushort)i, (uint)(i / 4), Payload(i), marker: i % 4 == 3, transport: (ushort)i)).ToArray();
        for (var i = 0; i < 8; i++) (stream[i * 100 + 50], stream[i * 100 + 51]) = (stream[i * 100 + 51], stream[i * 100 + 50]);
        long before = 0;
        var taken = 0;

        for (var i = 0; i < stream.Length; i++)
        {
            if (i == 2000) before = GC.GetAllocatedBytesForCurrentThread();
            var now = TimeSpan.FromMilliseconds(8 * i);
            receiver.HandleRtp(stream[i], now);
            while (receiver.TryTakePicture(out var picture))
            {
                taken++;
                picture.Dispose();
            }

            while (receiver.PollRtcp(now, rtcp) > 0) { }
            _ = receiver.Deadline;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1000, taken);

        static byte[] Payload(int i) =>
            i % 4 > 0 ? Rtp.Packets.More(new byte[900])
            : i % 400 == 0 ? Rtp.Packets.KeyStart(new byte[900])
            : Rtp.Packets.DeltaStart(new byte[900]);
    }
}
