using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Rtp.Rtcp;

namespace FaceAuth.Media.Tests.Rtp;

/// <summary>A stream that goes on under another SSRC: a camera was changed, or a sender began anew.</summary>
public sealed class SourceChangeTests : IDisposable
{
    const uint Other = 0xD00D;
    const int Apart = 40;   // ms between pictures
    const int Units = 90 * Apart;

    readonly PacketPool _packets = new(limit: 2000);
    readonly CodedPicturePool _pictures = new(limit: 64, maxBytes: 100_000);
    readonly VideoReceiver _receiver;
    readonly byte[] _buffer = new byte[1200];
    readonly List<uint> _taken = [];
    int _now;

    public SourceChangeTests() => _receiver = new(
        new VideoReceiverSettings { PayloadType = Packets.Vp8, RtxPayloadType = Packets.Rtx, LocalSsrc = 1, Cname = "test" },
        new RtpOptions(), _packets, _pictures, new Random(1));

    [Fact]
    public void Goes_on_with_every_picture_of_the_new_source()
    {
        Show(Packets.Ssrc, from: 0, count: 10);

        Show(Other, from: 500, count: 10);

        Assert.Equal(Enumerable.Range(0, 20).Select(picture => (uint)(picture * Units)), _taken);   // in its own time, whatever its offset
        Assert.Equal((1, Other), (_receiver.SourceChanges, _receiver.RemoteSsrc));
        Assert.Equal(1, _receiver.Stats.SourceChanges);
        Assert.Equal(0, _receiver.Discarded(RtpDiscard.ForeignSsrc));
    }

    [Fact]
    public void Asks_the_new_source_for_a_keyframe_where_it_begins_without_one()
    {
        Show(Packets.Ssrc, from: 0, count: 10);

        Show(Other, from: 500, count: 40, firstIsKey: false);
        var length = _receiver.PollRtcp(At(_now), _buffer);

        Assert.Equal(1, _receiver.SourceChanges);
        Assert.Equal(10, _taken.Count);
        Assert.True(Asks(_buffer.AsSpan(0, length), Other));
    }

    [Fact]
    public void After_a_goodbye_the_first_packet_of_another_source_goes_on()
    {
        Show(Packets.Ssrc, from: 0, count: 3);
        _receiver.HandleRtcp(_buffer.AsSpan(0, Goodbye.Write(_buffer, Packets.Ssrc)), At(_now));

        Show(Other, from: 500, count: 1);

        Assert.Equal([0u, Units, 2 * Units, 3 * Units], _taken);
        Assert.False(_receiver.HasEnded);
    }

    [Fact]
    public void Of_two_that_send_side_by_side_the_first_stays()
    {
        for (var picture = 0; picture < 50; picture++)
        {
            Show(Packets.Ssrc, from: picture, count: 1, firstIsKey: picture == 0, pause: Apart / 2);
            Show(Other, from: 1000 + picture, count: 1, firstIsKey: picture == 0, pause: Apart / 2);
        }

        Assert.Equal(Enumerable.Range(0, 50).Select(picture => (uint)(picture * Units)), _taken);
        Assert.Equal(0, _receiver.SourceChanges);
        Assert.InRange(_receiver.Discarded(RtpDiscard.ForeignSsrc), 49, 50);   // the last is held until the first sends again
    }

    [Fact]
    public void Sources_that_change_all_the_time_are_bounded_and_give_everything_back()
    {
        Show(Packets.Ssrc, from: 0, count: 3);
        for (var source = 0; source < 2000; source++)
        {
            Show((uint)(5000 + source), from: source, count: 1, pause: 1);
            Assert.InRange(_packets.Out, 0, NextSource.MostPackets);
        }

        _receiver.Dispose();
        Assert.Equal(0, _packets.Out);
    }

    [Fact]
    public void A_late_retransmission_for_the_old_source_does_not_enter_the_new_ones_pictures()
    {
        Show(Packets.Ssrc, from: 0, count: 3);
        _receiver.HandleRtp(Packets.Rtp(1, 2, [0, 2, .. Packets.DeltaStart()], payloadType: Packets.Rtx, ssrc: 77), At(_now));
        Show(Other, from: 500, count: 5);

        var before = _receiver.Discarded(RtpDiscard.ForeignSsrc);
        _receiver.HandleRtp(Packets.Rtp(2, 9, [0, 9, .. Packets.DeltaStart()], payloadType: Packets.Rtx, ssrc: 77), At(_now));

        Assert.Equal(before + 1, _receiver.Discarded(RtpDiscard.ForeignSsrc));
    }

    [Fact]
    public void Who_comes_back_is_retransmitted_to_again()
    {
        Show(Packets.Ssrc, from: 0, count: 3);
        _receiver.HandleRtp(Packets.Rtp(1, 2 * Units, [0, 2, .. Packets.DeltaStart()], payloadType: Packets.Rtx, ssrc: 77), At(_now));
        Show(Other, from: 500, count: 5);
        _now += 2000;
        var before = _receiver.Discarded(RtpDiscard.ForeignSsrc);

        _receiver.HandleRtp(Packets.Rtp(2, 9, [1, 250, .. Packets.DeltaStart()], payloadType: Packets.Rtx, ssrc: 77), At(_now));

        Assert.Equal(before, _receiver.Discarded(RtpDiscard.ForeignSsrc));
    }

    [Fact]
    public void What_was_lost_before_stays_counted()
    {
        Show(Packets.Ssrc, from: 0, count: 3);
        Show(Packets.Ssrc, from: 5, count: 1, firstIsKey: true);   // two never come
        for (; _now < 2000; _now += 10) _receiver.PollRtcp(At(_now), _buffer);
        Assert.Equal(2, _receiver.PacketsLost);

        Show(Other, from: 500, count: 5);

        Assert.Equal(2, _receiver.PacketsLost);
    }

    public void Dispose() => _receiver.Dispose();

    void Show(uint ssrc, int from, int count, bool firstIsKey = true, int pause = Apart)
    {
        for (var picture = from; picture < from + count; picture++, _now += pause)
        {
            var isKey = firstIsKey && picture == from && (picture == 0 || ssrc != Packets.Ssrc || picture == 5);
            var payload = isKey ? Packets.KeyStart() : Packets.DeltaStart();
            var timestamp = (ssrc == Packets.Ssrc ? 0 : 0xF000_0000) + (uint)(picture * Units);
            _receiver.HandleRtp(Packets.Rtp((ushort)picture, timestamp, payload, marker: true, ssrc: ssrc), At(_now));
            while (_receiver.TryTakePicture(out var taken))
            {
                using (taken) _taken.Add(taken.RtpTimestamp);
            }
        }
    }

    static bool Asks(ReadOnlySpan<byte> compound, uint ssrc)
    {
        while (RtcpBlock.TryTake(ref compound, out var block))
            if (block.Type == RtcpType.PayloadFeedback && PictureLossIndication.TryRead(block, out var asked) && asked == ssrc) return true;
        return false;
    }

    static TimeSpan At(int ms) => TimeSpan.FromMilliseconds(ms);
}
