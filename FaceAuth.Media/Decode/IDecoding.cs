using FaceAuth.Frames;
using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Decode;

/// <summary>What becomes of the coded pictures of all sessions. Safe from many threads.</summary>
internal interface IDecoding : IDisposable
{
    /// <summary>The codecs that are taken.</summary>
    IReadOnlyList<VideoCodec> Codecs { get; }

    /// <summary>Opens the queue of one session.</summary>
    /// <param name="codec">What its pictures are coded with; one of <see cref="Codecs"/>.</param>
    /// <param name="sink">Where its pictures go, in order.</param>
    /// <param name="listener">Who hears that a keyframe is needed.</param>
    IPictureQueue Open(VideoCodec codec, IFrameSink sink, IDecodeListener listener);
}
