using FaceAuth.Frames;

namespace FaceAuth.Pipeline.Contracts;

/// <summary>
/// One authentication session inside the pipeline: pictures in by <see cref="IFrameSink.Offer"/>, answers out by
/// <see cref="IDecisionFeed.Events"/>.
/// </summary>
/// <remarks>Disposing it drops what is waiting, ends the feed, and writes nothing any more.</remarks>
public interface IAuthRun : IFrameSink, ISignalSink, IDecisionFeed, IAsyncDisposable;
