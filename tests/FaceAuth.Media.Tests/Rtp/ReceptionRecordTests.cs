using FaceAuth.Media.Rtp;
using FaceAuth.Media.Rtp.Rtcp;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class ReceptionRecordTests
{
    const long Cycle = 0x1_0000;

    readonly ReceptionRecord _record = new();

    [Fact]
    public void Counts_loss_since_the_last_report_and_since_the_start()
    {
        foreach (var i in new[] { 0, 1, 2, 5, 6, 7 }) _record.HandlePacket(Cycle + 100 + i, 0, TimeSpan.Zero);
        var first = _record.Report(9, TimeSpan.Zero);
        for (var i = 8; i < 108; i++) _record.HandlePacket(Cycle + 100 + i, 0, TimeSpan.Zero);
        var second = _record.Report(9, TimeSpan.Zero);

        Assert.Equal((64, 2, 107u), (first.FractionLost, first.CumulativeLost, first.HighestSequence));   // 2 of 8
        Assert.Equal((0, 2, 207u), (second.FractionLost, second.CumulativeLost, second.HighestSequence));
    }

    [Fact]
    public void Says_how_often_the_sequence_has_wrapped()
    {
        for (var i = 0; i < 4; i++) _record.HandlePacket(Cycle + 0xFFFE + i, 0, TimeSpan.Zero);

        Assert.Equal(0x1_0001u, _record.Report(9, TimeSpan.Zero).HighestSequence);
    }

    [Fact]
    public void Even_arrivals_have_no_jitter()
    {
        for (var i = 0; i < 100; i++) _record.HandlePacket(Cycle + i, (uint)i * 3000, TimeSpan.FromSeconds(7 + i / 30.0));

        Assert.InRange(_record.Jitter, TimeSpan.Zero, TimeSpan.FromMilliseconds(0.1));
    }

    [Fact]
    public void Jitter_approaches_the_mean_difference_of_transit_times()
    {
        // Every other picture is 8 ms late: each differs by 8 ms = 720 units from the one before.
        for (var i = 0; i < 500; i++)
        {
            var arrival = TimeSpan.FromMilliseconds(i * 100 / 3.0 + i % 2 * 8);
            _record.HandlePacket(Cycle + i, unchecked(0xFFFF_0000u + (uint)i * 3000), arrival);
        }

        Assert.InRange(_record.Report(9, TimeSpan.Zero).Jitter, 700u, 725u);
    }

    [Fact]
    public void The_packets_of_one_picture_count_once()
    {
        for (var i = 0; i < 300; i++)
            _record.HandlePacket(Cycle + i, (uint)(i / 3) * 3000, TimeSpan.FromMilliseconds(i / 3 * 100 / 3.0 + i % 3 * 5));

        Assert.InRange(_record.Jitter, TimeSpan.Zero, TimeSpan.FromMilliseconds(0.1));
    }

    [Fact]
    public void Tells_the_time_since_the_last_sender_report()
    {
        _record.HandlePacket(Cycle, 0, TimeSpan.Zero);
        Assert.Equal((0u, 0u), (_record.Report(9, TimeSpan.Zero).LastSenderReport, _record.Report(9, TimeSpan.Zero).DelaySinceLast));

        _record.HandleReport(new SenderReport(9, 0x1122_3344_5566_7788, 0, 0, 0), TimeSpan.FromSeconds(10));
        var report = _record.Report(9, TimeSpan.FromSeconds(12.5));

        Assert.Equal((0x3344_5566u, 163_840u), (report.LastSenderReport, report.DelaySinceLast));
    }
}
