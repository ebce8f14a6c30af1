namespace FaceAuth.Load.Serve;

/// <summary>What <c>GET /load/stats</c> answers. Counts are since the start unless named otherwise.</summary>
internal sealed record LoadHostStats
{
    /// <summary>Sessions now.</summary>
    public required int Sessions { get; init; }

    /// <summary>Sessions whose connection came up.</summary>
    public required long Connected { get; init; }

    /// <summary>Sessions whose data channel opened.</summary>
    public required long ChannelsOpened { get; init; }

    /// <summary>Sessions ended, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Ended { get; init; }

    /// <summary>Datagrams read.</summary>
    public required long Datagrams { get; init; }

    /// <summary>Datagrams nobody wanted, by reason.</summary>
    public required IReadOnlyDictionary<string, long> DatagramsDropped { get; init; }

    /// <summary>RTP packets, without retransmissions.</summary>
    public required long Packets { get; init; }

    /// <summary>Packets that never came.</summary>
    public required long PacketsLost { get; init; }

    /// <summary>Packets that came when asked for again.</summary>
    public required long Retransmitted { get; init; }

    /// <summary>Packets of sessions that were dropped, by reason.</summary>
    public required IReadOnlyDictionary<string, long> PacketsDiscarded { get; init; }

    /// <summary>Whole coded pictures.</summary>
    public required long Pictures { get; init; }

    /// <summary>Pictures dropped before or at the decoder.</summary>
    public required long PicturesDropped { get; init; }

    /// <summary>Pictures decoded; 0 where nothing is decoded.</summary>
    public required long Decoded { get; init; }

    /// <summary>Keyframe requests sent.</summary>
    public required long KeyframeRequests { get; init; }

    /// <summary>Pictures of the window that came, decoded where pictures are decoded.</summary>
    public required long WindowPictures { get; init; }

    /// <summary>In the window: pauses between two pictures of a session of more than 200 ms.</summary>
    public required long Gaps { get; init; }

    /// <summary>In the window: the longest pause between two pictures of a session, in ms.</summary>
    public required double LongestGapMs { get; init; }

    /// <summary>The longest time that a session which streams has been silent, in ms.</summary>
    public required double SilentMs { get; init; }

    /// <summary>In the window: from sent to whole, in ms; means something where both run on one machine.</summary>
    public required double DelayP50Ms { get; init; }

    /// <summary>As <see cref="DelayP50Ms"/>.</summary>
    public required double DelayP99Ms { get; init; }

    /// <summary>As <see cref="DelayP50Ms"/>.</summary>
    public required double DelayMaxMs { get; init; }

    /// <summary>Managed heap in bytes.</summary>
    public required long HeapBytes { get; init; }

    /// <summary>Bytes that the garbage collector holds, used or not.</summary>
    public long CommittedBytes { get; init; }

    /// <summary>Managed bytes allocated.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>Collections of the generations 0, 1 and 2.</summary>
    public required IReadOnlyList<int> Collections { get; init; }

    /// <summary>Time stopped for collections, in ms.</summary>
    public required double PausedMs { get; init; }
}
