using FaceAuth.Media.Conduct;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Peer;

/// <summary>The server's side: pictures leave by <paramref name="onPicture"/>, which takes their ownership.</summary>
internal sealed class ReceivingVideo(VideoReceiver receiver, PeerConduct conduct, Action<CodedPicture> onPicture) : IVideoPath
{
    /// <inheritdoc/>
    public TimeSpan Deadline => receiver.Deadline < conduct.Deadline ? receiver.Deadline : conduct.Deadline;

    internal VideoReceiver Receiver => receiver;

    /// <inheritdoc/>
    public bool HandleRtp(ReadOnlySpan<byte> packet, TimeSpan now)
    {
        conduct.HandlePacket(packet);
        var changes = receiver.SourceChanges;
        receiver.HandleRtp(packet, now);
        if (receiver.SourceChanges != changes) conduct.HandleSourceChange();
        TakePictures(now);
        return true;
    }

    /// <inheritdoc/>
    public void HandleRtcp(ReadOnlySpan<byte> packet, TimeSpan now) => receiver.HandleRtcp(packet, now);

    /// <inheritdoc/>
    public bool IsUndecodable(TimeSpan now) => receiver.IsUndecodable(now);

    /// <inheritdoc/>
    public int PollRtp(TimeSpan now, Span<byte> rtp) => 0;

    /// <inheritdoc/>
    public int PollRtcp(TimeSpan now, Span<byte> rtcp)
    {
        if (conduct.WantsKeyframe(now)) receiver.AskKeyframe(now);
        var asked = receiver.KeyframeRequests;
        var length = receiver.PollRtcp(now, rtcp);
        if (receiver.KeyframeRequests != asked) conduct.HandleRequest(now, receiver.PacketsLost);
        TakePictures(now);   // a gap may have been given up
        return length;
    }

    /// <inheritdoc/>
    public void Dispose() => receiver.Dispose();

    void TakePictures(TimeSpan now)
    {
        while (receiver.TryTakePicture(out var picture))
        {
            var isOver = conduct.HandlePicture(
                picture.RtpTimestamp, picture.IsKeyframe, (picture.Width, picture.Height), now, receiver.RoundTrip, receiver.PacketsLost);
            if (isOver && !picture.IsKeyframe) receiver.StopAsking();
            onPicture(picture);
        }
    }
}
