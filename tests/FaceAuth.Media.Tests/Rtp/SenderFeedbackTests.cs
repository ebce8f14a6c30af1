using System.Buffers.Binary;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Rtp.Rtcp;

namespace FaceAuth.Media.Tests.Rtp;

/// <summary>What a sender is told that takes no PLI or no transport-wide feedback.</summary>
public sealed class SenderFeedbackTests : IDisposable
{
    readonly PacketPool _packets = new(limit: 2000);
    readonly CodedPicturePool _pictures = new(limit: 16, maxBytes: 100_000);
    readonly byte[] _buffer = new byte[1200];
    VideoReceiver? _receiver;

    [Fact]
    public void Without_PLI_keyframes_are_asked_for_by_numbered_FIRs_not_above_the_interval()
    {
        Make(usesFullIntraRequest: true);
        _receiver!.HandleRtp(Packets.Rtp(10, 0, Packets.DeltaStart(), marker: true), Ms(0));

        var requests = new List<(int At, byte Number)>();
        for (var now = 0; now < 1100; now++)
        {
            foreach (var block in Blocks(now))
            {
                Assert.False(block[1] == (byte)RtcpType.PayloadFeedback && (block[0] & 0x1F) == PictureLossIndication.Format, "a PLI");
                if (TryReadRequest(block, out var number)) requests.Add((now, number));
            }
        }

        Assert.Equal([(20, 0), (520, 1), (1020, 2)], requests);
        Assert.Equal((0, 3), (_receiver.Stats.PliCount, _receiver.Stats.FirCount));
    }

    [Fact]
    public void A_sender_without_transport_feedback_hears_with_each_report_what_losses_allow()
    {
        Make(estimatesFrom: 1_000_000);
        var bitrates = new List<uint>();
        ushort sequence = 0;

        for (var now = 0; now < 4000; now += 10)
        {
            var lost = now >= 2000 && sequence % 2 == 0;
            var payload = sequence == 0 ? Packets.KeyStart(new byte[1000]) : Packets.DeltaStart(new byte[1000]);
            var packet = Packets.Rtp(sequence, (uint)(now * 90), payload, marker: true);
            sequence++;
            if (!lost) _receiver!.HandleRtp(packet, Ms(now));
            foreach (var block in Blocks(now))
                if (TryReadBitrate(block, out var bitrate)) bitrates.Add(bitrate);
            while (_receiver!.TryTakePicture(out var picture)) picture.Dispose();
        }

        Assert.InRange(bitrates.Count, 3, 9);   // a report comes every 0.5 to 1.5 s
        Assert.InRange(bitrates[0], 999_000u, 1_000_000u);
        Assert.True(bitrates[^1] < 900_000, string.Join(", ", bitrates));
    }

    [Fact]
    public void Others_hear_nothing_of_bitrates()
    {
        Make();
        _receiver!.HandleRtp(Packets.Rtp(10, 0, Packets.KeyStart(), marker: true, transport: 1), Ms(0));

        for (var now = 0; now < 3000; now += 5) Assert.DoesNotContain(Blocks(now), block => TryReadBitrate(block, out _));
    }

    public void Dispose() => _receiver?.Dispose();

    void Make(bool usesFullIntraRequest = false, int estimatesFrom = 0) => _receiver = new VideoReceiver(
        new VideoReceiverSettings
        {
            PayloadType = Packets.Vp8,
            LocalSsrc = 1,
            Cname = "test",
            UsesFullIntraRequest = usesFullIntraRequest,
            EstimatesFrom = estimatesFrom,
        },
        new RtpOptions(), _packets, _pictures, new Random(1));

    List<byte[]> Blocks(double ms)
    {
        var blocks = new List<byte[]>();
        while (_receiver!.PollRtcp(Ms(ms), _buffer) is var length and > 0)
        {
            for (var at = 0; at < length;)
            {
                var bytes = 4 * (BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(at + 2)) + 1);
                blocks.Add(_buffer[at..(at + bytes)]);
                at += bytes;
            }
        }

        return blocks;
    }

    static bool TryReadRequest(ReadOnlySpan<byte> bytes, out byte number)
    {
        number = 0;
        return RtcpBlock.TryTake(ref bytes, out var block) && FullIntraRequest.TryRead(block, Packets.Ssrc, out number);
    }

    // mantissa times two to the exponent, as the draft draws it
    static bool TryReadBitrate(byte[] block, out uint bitrate)
    {
        bitrate = 0;
        if (block.Length < 24 || !block.AsSpan(12, 4).SequenceEqual("REMB"u8)) return false;
        var field = BinaryPrimitives.ReadUInt32BigEndian(block.AsSpan(16));
        bitrate = (field & 0x3FFFF) << (int)(field >> 18 & 0x3F);
        return BinaryPrimitives.ReadUInt32BigEndian(block.AsSpan(20)) == Packets.Ssrc;
    }

    static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
