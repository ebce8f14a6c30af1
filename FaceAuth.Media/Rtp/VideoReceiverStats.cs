namespace FaceAuth.Media.Rtp;

/// <summary>Counts of one received stream since its start; see <c>PeerStats</c> for their meaning.</summary>
internal readonly record struct VideoReceiverStats
{
    public long PacketsReceived { get; init; }

    public long PacketsLost { get; init; }

    public long RetransmittedPacketsReceived { get; init; }

    public long NackCount { get; init; }

    public long PliCount { get; init; }

    public long FramesReceived { get; init; }

    public long FramesDropped { get; init; }

    public TimeSpan Jitter { get; init; }

    public uint? Ssrc { get; init; }

    public long SourceChanges { get; init; }

    public long BytesReceived { get; init; }

    public long HeaderBytesReceived { get; init; }

    public long FirCount { get; init; }

    public int FrameWidth { get; init; }

    public int FrameHeight { get; init; }

    public long ReportsReceived { get; init; }

    public uint RemotePacketsSent { get; init; }

    public uint RemoteBytesSent { get; init; }

    public TimeSpan? RoundTrip { get; init; }
}
