namespace FaceAuth.Pipeline.Contracts;

/// <summary>
/// One authentication session inside the pipeline: pictures in by <see cref="IFrameSink.Offer"/>, answers out by
/// <see cref="IDecisionFeed.Events"/>. Disposing it drops what is waiting, ends the feed, and writes nothing any more.
/// </summary>
public interface IAuthRun : IFrameSink, IDecisionFeed, IAsyncDisposable;
