namespace FaceAuth.Frames;

/// <summary>The door by which decoded pictures enter.</summary>
public interface IFrameSink
{
    /// <summary>Hands over a picture and its ownership: the sink disposes it, also when it drops it.</summary>
    /// <remarks>
    /// Never blocks, never throws; when the last picture is still waiting, that older one is dropped and counted. Called by one thread at a
    /// time.
    /// </remarks>
    void Offer(VideoFrame frame);
}
