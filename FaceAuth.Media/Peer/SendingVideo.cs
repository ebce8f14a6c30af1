using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Peer;

/// <summary>The client's side.</summary>
internal sealed class SendingVideo(VideoSender sender) : IVideoPath
{
    /// <inheritdoc/>
    public TimeSpan Deadline => sender.Deadline;

    internal VideoSender Sender => sender;

    /// <inheritdoc/>
    public bool HandleRtp(ReadOnlySpan<byte> packet, TimeSpan now) => false;

    /// <inheritdoc/>
    public void HandleRtcp(ReadOnlySpan<byte> packet, TimeSpan now) => sender.HandleRtcp(packet, now);

    /// <inheritdoc/>
    public int PollRtp(TimeSpan now, Span<byte> rtp) => sender.PollRtp(now, rtp);

    /// <inheritdoc/>
    public int PollRtcp(TimeSpan now, Span<byte> rtcp) => sender.PollRtcp(now, rtcp);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
