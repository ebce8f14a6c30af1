using FaceAuth.Frames;

namespace FaceAuth.Bench.Pipeline;

/// <summary>A picture of noise; how long a network takes does not depend on what it sees.</summary>
internal static class NoisePicture
{
    public static VideoFrame Make(VideoFramePool pool, int width, int height)
    {
        if (!pool.TryRent(width, height, out var frame)) throw new InvalidOperationException("The pool is empty.");
        var random = new Random(1);
        random.NextBytes(frame.Y);
        random.NextBytes(frame.U);
        random.NextBytes(frame.V);
        return frame;
    }
}
