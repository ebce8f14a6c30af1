using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Media.Rtp;

/// <summary>Limits and times of the RTP receive and send paths. Section "Media:Rtp".</summary>
internal sealed record RtpOptions : IValidatableObject
{
    /// <summary>Packets of one stream held while waiting for a gap to fill. 64–4096 packets, default 1024.</summary>
    [Range(64, 4096)] public int JitterPackets { get; init; } = 1024;

    /// <summary>Packet buffers of 1500 bytes held by all streams together. 1024–1 048 576, default 65 536 (98 MB at most).</summary>
    [Range(1024, 1_048_576)] public int PooledPackets { get; init; } = 65_536;

    /// <summary>Coded pictures outside the pool at once, all streams together. 16–65 536, default 4096.</summary>
    [Range(16, 65_536)] public int PooledPictures { get; init; } = 4096;

    /// <summary>Largest coded picture. 16 384–4 194 304 bytes, default 1 048 576.</summary>
    [Range(16_384, 4_194_304)] public int MaxPictureBytes { get; init; } = 1_048_576;

    /// <summary>How long a gap may hold the stream up before it is given up, at least. 50–5000 ms, default 500 ms.</summary>
    /// <remarks>Three round trips when that is more, but never more than <see cref="LatencyBound"/>.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:05")] public TimeSpan GapTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a gap may hold the stream up, at most, whatever the round trip. 100–10 000 ms, default 2 s.</summary>
    /// <remarks>Then a keyframe is asked for.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")] public TimeSpan LatencyBound { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often one packet is asked for. 1–20 times, default 10.</summary>
    [Range(1, 20)] public int NackRetries { get; init; } = 10;

    /// <summary>Shortest time between two keyframe requests. 100–10 000 ms, default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")] public TimeSpan KeyframeInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time between two transport-wide feedback messages. 20–250 ms, default 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:00.250")]
    public TimeSpan FeedbackInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Mean time between two receiver or sender reports. 200–5000 ms, default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:05")] public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bitrate announced with each report as REMB, in bit/s. 0–100 000 000, default 0.</summary>
    /// <remarks>0: to a sender without transport-wide feedback what its losses let us estimate, to others none.</remarks>
    [Range(0, 100_000_000)] public int AnnouncedBitrate { get; init; }

    /// <summary>
    /// Most that is estimated for a sender without transport-wide feedback, in bit/s. 200 000–100 000 000, default 4 000 000.
    /// </summary>
    [Range(200_000, 100_000_000)] public int MaxEstimatedBitrate { get; init; } = 4_000_000;

    /// <summary>Sent packets that a retransmission can be answered from. 64–4096 packets, default 512.</summary>
    [Range(64, 4096)] public int SendHistoryPackets { get; init; } = 512;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (GapTimeout > LatencyBound) yield return new("Media:Rtp:GapTimeout is longer than Media:Rtp:LatencyBound, which bounds it.");
    }
}

/// <summary>Checks <see cref="RtpOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class RtpOptionsValidator : IValidateOptions<RtpOptions>;
