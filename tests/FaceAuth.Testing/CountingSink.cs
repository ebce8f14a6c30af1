using FaceAuth.Frames;

namespace FaceAuth.Testing;

/// <summary>Takes frames as the pipeline's door does, remembers what they were, and disposes them.</summary>
public sealed class CountingSink : IFrameSink
{
    readonly Lock _gate = new();
    readonly List<(int Width, int Height, uint RtpTimestamp, TimeSpan ReceivedAt)> _frames = [];

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<(int Width, int Height, uint RtpTimestamp, TimeSpan ReceivedAt)> Frames
    {
        get
        {
            lock (_gate) return [.. _frames];
        }
    }

    /// <inheritdoc/>
    public void Offer(VideoFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        lock (_gate) _frames.Add((frame.Width, frame.Height, frame.RtpTimestamp, frame.ReceivedAt));
        frame.Dispose();
    }
}
