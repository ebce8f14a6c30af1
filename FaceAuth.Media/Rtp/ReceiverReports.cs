using FaceAuth.Media.Rtp.Rtcp;

namespace FaceAuth.Media.Rtp;

/// <summary>The reports of one received stream: what came, and with it which bitrate is wanted (RFC 3550 §6.4.2, REMB).</summary>
/// <remarks>Does no IO and reads no clock.</remarks>
internal sealed class ReceiverReports
{
    readonly VideoReceiverSettings _settings;
    readonly RtpOptions _options;
    readonly Random _random;
    readonly BitrateMachine? _bitrate;
    ReceptionRecord _reception = new();

    /// <param name="settings">What the SDP exchange settled.</param>
    /// <param name="options">Limits and times.</param>
    /// <param name="random">Spreads the reports in time.</param>
    public ReceiverReports(VideoReceiverSettings settings, RtpOptions options, Random random)
    {
        (_settings, _options, _random) = (settings, options, random);
        if (settings.EstimatesFrom > 0) _bitrate = new BitrateMachine(settings.EstimatesFrom, options.MaxEstimatedBitrate);
    }

    /// <summary>When the next is due; never before the stream has begun.</summary>
    public TimeSpan DueAt { get; private set; } = TimeSpan.MaxValue;

    /// <summary>How the source's packets came, and what it says of itself.</summary>
    public ReceptionRecord Reception => _reception;

    /// <summary>The stream has begun.</summary>
    public void Begin(TimeSpan now) => DueAt = now;

    /// <summary>Another source goes on with the stream.</summary>
    public void Restart() => _reception = new();

    /// <summary>Writes one.</summary>
    /// <param name="now">The time.</param>
    /// <param name="rtcp">Where to.</param>
    /// <param name="source">SSRC of the source; null before its first packet.</param>
    /// <param name="bytes">Bytes of the stream so far.</param>
    /// <returns>Its length.</returns>
    public int Write(TimeSpan now, Span<byte> rtcp, uint? source, long bytes)
    {
        var length = 0;
        if (source is not { } ssrc)
        {
            length += ReceiverReport.Write(rtcp, _settings.LocalSsrc, null);
            return length + SourceDescription.Write(rtcp[length..], _settings.LocalSsrc, _settings.Cname);
        }

        var report = _reception.Report(ssrc, now);
        length += ReceiverReport.Write(rtcp, _settings.LocalSsrc, report);
        length += SourceDescription.Write(rtcp[length..], _settings.LocalSsrc, _settings.Cname);
        var bitrate = _options.AnnouncedBitrate > 0
            ? (uint)_options.AnnouncedBitrate : _bitrate?.Update(bytes, report.FractionLost, now) ?? 0;
        if (bitrate > 0) length += MaximumBitrate.Write(rtcp[length..], _settings.LocalSsrc, ssrc, bitrate);
        DueAt = now + _options.ReportInterval * (0.5 + _random.NextDouble());   // spread as RFC 3550 §6.3.1 asks
        return length;
    }
}
