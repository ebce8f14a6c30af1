namespace FaceAuth.Media.Stats;

/// <summary>RTCRemoteOutboundRtpStreamStats: what the sender says of the video in its reports.</summary>
/// <param name="Id">See <see cref="RtcStats"/>.</param>
/// <param name="Timestamp">See <see cref="RtcStats"/>.</param>
public sealed record RemoteOutboundRtpStats(string Id, double Timestamp) : RtcStats(Id, "remote-outbound-rtp", Timestamp)
{
    /// <summary>The stream's SSRC.</summary>
    public uint Ssrc { get; init; }

    /// <summary>"video".</summary>
    public string Kind { get; init; } = "video";

    /// <summary>Id of what is received of it.</summary>
    public string LocalId { get; init; } = "";

    /// <summary>Packets it has sent, modulo 2^32.</summary>
    public long PacketsSent { get; init; }

    /// <summary>Payload bytes it has sent, modulo 2^32.</summary>
    public long BytesSent { get; init; }

    /// <summary>Sender reports that came.</summary>
    public long ReportsSent { get; init; }

    /// <summary>Round trip, seconds, smoothed; null before the first one.</summary>
    /// <remarks>From a request for a packet to its retransmission, since senders answer no XR (RFC 3611) here.</remarks>
    public double? RoundTripTime { get; init; }
}
