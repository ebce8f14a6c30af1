using FaceAuth.Media.Rtp.Rtcp;

namespace FaceAuth.Media.Rtp;

/// <summary>What a receiver report says of one source: loss, jitter, and the time since its last sender report.</summary>
/// <remarks>RFC 3550 §6.4.1, appendices A.3 and A.8, https://www.rfc-editor.org/rfc/rfc3550#appendix-A.3. Does no IO.</remarks>
internal sealed class ReceptionRecord
{
    const double ClockRate = 90_000;

    long _first = -1;
    long _highest;
    long _received;
    long _expectedBefore;
    long _receivedBefore;
    double _jitter;
    double _arrival;
    uint _timestamp;
    uint _lastReport;
    TimeSpan _lastReportAt;

    /// <summary>Interarrival jitter.</summary>
    public TimeSpan Jitter => TimeSpan.FromSeconds(_jitter / ClockRate);

    /// <summary>A packet of the source, not seen before, arrived; retransmissions under another SSRC do not count.</summary>
    public void HandlePacket(long sequence, uint timestamp, TimeSpan now)
    {
        _received++;
        var isFirst = _first < 0;
        if (isFirst) _first = _highest = sequence;
        _first = Math.Min(_first, sequence);
        if (sequence < _highest) return;
        _highest = sequence;

        // The packets of a picture share one timestamp and leave one after the other; only its first says how the network varies.
        if (!isFirst && timestamp == _timestamp) return;
        var arrival = now.TotalSeconds * ClockRate;
        if (!isFirst)
        {
            var change = arrival - _arrival - (int)(timestamp - _timestamp);   // D(i-1, i): times' difference less timestamps' difference
            _jitter += (Math.Abs(change) - _jitter) / 16;
        }

        (_arrival, _timestamp) = (arrival, timestamp);
    }

    /// <summary>What the source last said of itself.</summary>
    public SenderReport LastReport { get; private set; }

    /// <summary>Sender reports that came.</summary>
    public long ReportsReceived { get; private set; }

    /// <summary>A sender report of the source arrived.</summary>
    public void HandleReport(in SenderReport report, TimeSpan now)
    {
        (_lastReport, _lastReportAt) = ((uint)(report.NtpTime >> 16), now);
        LastReport = report;
        ReportsReceived++;
    }

    /// <summary>Makes the report block; what it says of loss covers the time since the last call.</summary>
    public ReportBlock Report(uint ssrc, TimeSpan now)
    {
        var expected = _first < 0 ? 0 : _highest - _first + 1;
        var (expectedSince, receivedSince) = (expected - _expectedBefore, _received - _receivedBefore);
        (_expectedBefore, _receivedBefore) = (expected, _received);
        var lostSince = expectedSince - receivedSince;
        var fraction = expectedSince <= 0 || lostSince <= 0 ? 0 : Math.Min(255, lostSince * 256 / expectedSince);
        var delay = _lastReport == 0 || now < _lastReportAt ? 0 : (now - _lastReportAt).TotalSeconds * 65_536;
        return new ReportBlock(
            ssrc,
            (byte)fraction,
            (int)Math.Clamp(expected - _received, int.MinValue, int.MaxValue),
            (uint)(_highest - 0x1_0000),   // the unwrapper begins one cycle up
            (uint)_jitter,
            _lastReport,
            (uint)Math.Min(delay, uint.MaxValue));
    }
}
