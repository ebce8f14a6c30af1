namespace FaceAuth.Media.Peer;

/// <summary>The video of one peer, in whichever direction it goes. Plain packets in and out; one owner.</summary>
internal interface IVideoPath : IDisposable
{
    /// <summary>When to poll next.</summary>
    TimeSpan Deadline { get; }

    /// <summary>One RTP packet; false when this side receives none.</summary>
    bool HandleRtp(ReadOnlySpan<byte> packet, TimeSpan now);

    void HandleRtcp(ReadOnlySpan<byte> packet, TimeSpan now);

    /// <summary>Whether video comes of which no picture can be decoded.</summary>
    bool IsUndecodable(TimeSpan now) => false;

    /// <summary>Writes the next RTP packet; 0 when there is none now.</summary>
    int PollRtp(TimeSpan now, Span<byte> rtp);

    /// <summary>Writes the next RTCP packet; 0 when there is none now.</summary>
    int PollRtcp(TimeSpan now, Span<byte> rtcp);
}
