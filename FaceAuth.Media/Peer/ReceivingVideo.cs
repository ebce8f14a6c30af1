using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Peer;

/// <summary>The server's side: pictures leave by <paramref name="onPicture"/>, which takes their ownership.</summary>
internal sealed class ReceivingVideo(VideoReceiver receiver, Action<CodedPicture> onPicture) : IVideoPath
{
    /// <inheritdoc/>
    public TimeSpan Deadline => receiver.Deadline;

    internal VideoReceiver Receiver => receiver;

    /// <inheritdoc/>
    public bool HandleRtp(ReadOnlySpan<byte> packet, TimeSpan now)
    {
        receiver.HandleRtp(packet, now);
        TakePictures();
        return true;
    }

    /// <inheritdoc/>
    public void HandleRtcp(ReadOnlySpan<byte> packet, TimeSpan now) => receiver.HandleRtcp(packet, now);

    /// <inheritdoc/>
    public int PollRtp(TimeSpan now, Span<byte> rtp) => 0;

    /// <inheritdoc/>
    public int PollRtcp(TimeSpan now, Span<byte> rtcp)
    {
        var length = receiver.PollRtcp(now, rtcp);
        TakePictures();   // a gap may have been given up
        return length;
    }

    /// <inheritdoc/>
    public void Dispose() => receiver.Dispose();

    void TakePictures()
    {
        while (receiver.TryTakePicture(out var picture)) onPicture(picture);
    }
}
