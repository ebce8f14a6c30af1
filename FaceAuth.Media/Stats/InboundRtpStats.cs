namespace FaceAuth.Media.Stats;

/// <summary>RTCInboundRtpStreamStats of the video received.</summary>
/// <param name="Id">See <see cref="RtcStats"/>.</param>
/// <param name="Timestamp">See <see cref="RtcStats"/>.</param>
public sealed record InboundRtpStats(string Id, double Timestamp) : RtcStats(Id, "inbound-rtp", Timestamp)
{
    /// <summary>The stream's SSRC.</summary>
    public uint Ssrc { get; init; }

    /// <summary>"video".</summary>
    public string Kind { get; init; } = "video";

    /// <summary>Its media section.</summary>
    public string Mid { get; init; } = "";

    /// <summary>Id of its transport.</summary>
    public string TransportId { get; init; } = "";

    /// <summary>Id of its codec.</summary>
    public string CodecId { get; init; } = "";

    /// <summary>Id of what the sender says; null before its first report.</summary>
    public string? RemoteId { get; init; }

    /// <summary>Packets, without retransmissions.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>Packets that are missing after everything was tried.</summary>
    public long PacketsLost { get; init; }

    /// <summary>Interarrival jitter, seconds.</summary>
    public double Jitter { get; init; }

    /// <summary>Payload bytes.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Header and padding bytes.</summary>
    public long HeaderBytesReceived { get; init; }

    /// <summary>Packets that came by retransmission.</summary>
    public long RetransmittedPacketsReceived { get; init; }

    /// <summary>Whole coded pictures.</summary>
    public long FramesReceived { get; init; }

    /// <summary>Pictures decoded.</summary>
    public long FramesDecoded { get; init; }

    /// <summary>Pictures dropped before decoding.</summary>
    public long FramesDropped { get; init; }

    /// <summary>Width of the last keyframe, pixels; 0 before it.</summary>
    public int FrameWidth { get; init; }

    /// <summary>Height of the last keyframe, pixels; 0 before it.</summary>
    public int FrameHeight { get; init; }

    /// <summary>NACK messages sent.</summary>
    public long NackCount { get; init; }

    /// <summary>PLI messages sent.</summary>
    public long PliCount { get; init; }

    /// <summary>FIR messages sent.</summary>
    public long FirCount { get; init; }
}
