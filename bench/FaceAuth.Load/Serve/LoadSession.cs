using FaceAuth.Frames;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Load.Serve;

/// <summary>One session's pictures: counted, timed and thrown away.</summary>
internal sealed class LoadSession(PictureTimes times) : IFrameSink, ICodedPictureSink
{
    long _lastTicks;

    /// <summary>When its last picture came; null before the first.</summary>
    public TimeSpan? LastPictureAt => Interlocked.Read(ref _lastTicks) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <inheritdoc/>
    public void Offer(VideoFrame frame)
    {
        Note(frame.RtpTimestamp, frame.ReceivedAt);
        frame.Dispose();
    }

    /// <inheritdoc/>
    public void Offer(in CodedPictureFacts picture) => Note(picture.RtpTimestamp, picture.ReceivedAt);

    void Note(uint sent, TimeSpan receivedAt)
    {
        times.Add(sent, receivedAt, LastPictureAt);
        Interlocked.Exchange(ref _lastTicks, receivedAt.Ticks);
    }
}
