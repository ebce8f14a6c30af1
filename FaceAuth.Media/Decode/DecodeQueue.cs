using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Decode;

/// <summary>
/// The coded pictures of one session on their way to the decoder, in order. Bounded; when full it drops to the next
/// keyframe. <see cref="Enqueue"/> and <see cref="Dispose"/> may be called from any thread.
/// </summary>
internal sealed class DecodeQueue : IDisposable
{
    /// <summary>Pictures decoded.</summary>
    public long FramesDecoded => throw new NotImplementedException();

    /// <summary>Pictures dropped: queue full, waiting for a keyframe, corrupt, too large, or no frame to decode into.</summary>
    public long FramesDropped => throw new NotImplementedException();

    /// <summary>Takes a picture and its ownership.</summary>
    public void Enqueue(CodedPicture picture) => throw new NotImplementedException();

    /// <summary>Drops what waits; the decoder is freed on a worker.</summary>
    public void Dispose() => throw new NotImplementedException();
}
