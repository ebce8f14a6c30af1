using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Media.Decode;

/// <summary>The decoder threads that all sessions share; each takes one picture of one session in turn.</summary>
internal sealed class DecodeWorkers : IDisposable
{
    /// <summary>Loads FFmpeg and starts the threads.</summary>
    /// <exception cref="Contracts.MediaStartException">FFmpeg's libraries are missing; the message says what to install.</exception>
    public DecodeWorkers(DecodeOptions options, VideoFramePool frames) => throw new NotImplementedException();

    /// <summary>Opens the queue of one session.</summary>
    public DecodeQueue Open(IFrameSink sink, IDecodeListener listener) => throw new NotImplementedException();

    /// <summary>Stops the threads and frees every decoder.</summary>
    public void Dispose() => throw new NotImplementedException();
}
