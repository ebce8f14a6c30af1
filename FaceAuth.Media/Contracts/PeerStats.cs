namespace FaceAuth.Media.Contracts;

/// <summary>Counts of one peer, in the words of W3C webrtc-stats where it has them.</summary>
public sealed record PeerStats
{
    /// <summary>Bytes in datagrams received.</summary>
    public long BytesReceived { get; init; }

    /// <summary>RTP packets received, without retransmissions.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>How often the stream went on under another SSRC.</summary>
    public long SourceChanges { get; init; }

    /// <summary>Packets still missing after everything was tried.</summary>
    public long PacketsLost { get; init; }

    /// <summary>Packets that came by retransmission.</summary>
    public long RetransmittedPacketsReceived { get; init; }

    /// <summary>NACK messages sent.</summary>
    public long NackCount { get; init; }

    /// <summary>Keyframe requests sent.</summary>
    public long PliCount { get; init; }

    /// <summary>Coded pictures complete.</summary>
    public long FramesReceived { get; init; }

    /// <summary>Pictures decoded.</summary>
    public long FramesDecoded { get; init; }

    /// <summary>Coded pictures dropped before decoding, waiting for a keyframe or because the decode queue was full.</summary>
    public long FramesDropped { get; init; }

    /// <summary>Packets dropped, by reason.</summary>
    public IReadOnlyDictionary<string, long> PacketsDiscarded { get; init; } = new Dictionary<string, long>();

    /// <summary>Offer to first decoded picture; null before it.</summary>
    public TimeSpan? OfferToFirstPicture { get; init; }

    /// <summary>Interarrival jitter (RFC 3550 §6.4.1).</summary>
    public TimeSpan Jitter { get; init; }
}
