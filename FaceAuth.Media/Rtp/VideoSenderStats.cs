namespace FaceAuth.Media.Rtp;

/// <summary>Counts of one sent stream since its start.</summary>
internal readonly record struct VideoSenderStats
{
    public long PacketsSent { get; init; }

    public long BytesSent { get; init; }

    public long RetransmittedPacketsSent { get; init; }

    public long NackCount { get; init; }

    public long PliCount { get; init; }

    public long FramesSent { get; init; }

    /// <summary>From the receiver's reports (RFC 3550 §6.4.1); null before the first.</summary>
    public TimeSpan? RoundTrip { get; init; }
}
