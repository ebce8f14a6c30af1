namespace FaceAuth.Media.Rtp;

/// <summary>
/// Sends one VP8 stream: coded pictures in, packets and RTCP out. Does no IO and reads no clock. After each input
/// drain <see cref="PollRtp"/> and <see cref="PollRtcp"/>; come back at <see cref="Deadline"/>. One thread at a time.
/// </summary>
internal sealed class VideoSender
{
    public VideoSender(VideoSenderSettings settings, RtpOptions options, Random random, TimeSpan now) => throw new NotImplementedException();

    /// <summary>When to poll next.</summary>
    public TimeSpan Deadline => throw new NotImplementedException();

    /// <summary>Whether PLI or FIR came since the last keyframe was sent.</summary>
    public bool KeyframeWanted => throw new NotImplementedException();

    /// <summary>Queues one whole coded picture; the bytes are copied. False when the send queue is full: nothing is queued.</summary>
    public bool TrySend(ReadOnlySpan<byte> vp8, uint rtpTimestamp, TimeSpan now) => throw new NotImplementedException();

    /// <summary>One compound or reduced-size RTCP packet, decrypted.</summary>
    public void HandleRtcp(ReadOnlySpan<byte> packet, TimeSpan now) => throw new NotImplementedException();

    /// <summary>Writes the next RTP packet to protect and send into <paramref name="rtp"/> (at least 1200 bytes); 0 when there is none now.</summary>
    public int PollRtp(TimeSpan now, Span<byte> rtp) => throw new NotImplementedException();

    /// <summary>Writes the next RTCP packet to protect and send into <paramref name="rtcp"/> (at least 1200 bytes); 0 when there is none now.</summary>
    public int PollRtcp(TimeSpan now, Span<byte> rtcp) => throw new NotImplementedException();
}
