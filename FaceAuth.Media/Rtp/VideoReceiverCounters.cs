namespace FaceAuth.Media.Rtp;

/// <summary>What a <see cref="VideoReceiver"/> counts by itself; its parts count the rest.</summary>
internal sealed class VideoReceiverCounters
{
    readonly long[] _discards = new long[Enum.GetValues<RtpDiscard>().Length];

    public long Packets { get; set; }

    public long Retransmitted { get; set; }

    public long Nacks { get; set; }

    public long Plis { get; set; }

    public long Firs { get; set; }

    public long Bytes { get; set; }

    public long HeaderBytes { get; set; }

    /// <summary>How often the stream went on with another source.</summary>
    public long SourceChanges { get; set; }

    /// <summary>Packets that never came of sources before the one that is followed.</summary>
    public long LostBefore { get; set; }

    /// <summary>Size of the last keyframe, pixels.</summary>
    public (int Width, int Height) Size { get; set; }

    /// <summary>How many packets were discarded for <paramref name="reason"/>.</summary>
    public long Discarded(RtpDiscard reason) => _discards[(int)reason];

    public void Discard(RtpDiscard reason) => _discards[(int)reason]++;

    /// <summary>Everything so far.</summary>
    public VideoReceiverStats Read(uint? ssrc, JitterBuffer jitter, NackMachine nack, ReceptionRecord reception) => new()
    {
        PacketsReceived = Packets,
        PacketsLost = LostBefore + nack.Lost,
        RetransmittedPacketsReceived = Retransmitted,
        NackCount = Nacks,
        PliCount = Plis,
        FramesReceived = jitter.PicturesOut,
        FramesDropped = jitter.PicturesDropped,
        Jitter = reception.Jitter,
        Ssrc = ssrc,
        SourceChanges = SourceChanges,
        BytesReceived = Bytes,
        HeaderBytesReceived = HeaderBytes,
        FirCount = Firs,
        FrameWidth = Size.Width,
        FrameHeight = Size.Height,
        ReportsReceived = reception.ReportsReceived,
        RemotePacketsSent = reception.LastReport.Packets,
        RemoteBytesSent = reception.LastReport.Octets,
        RoundTrip = nack.MeasuredRoundTrip,
    };
}
