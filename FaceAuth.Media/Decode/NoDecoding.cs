using FaceAuth.Frames;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Decode;

/// <summary>Lets nothing be decoded: what a receiver costs by itself. See <see cref="ICodedPictureSink"/>.</summary>
internal sealed class NoDecoding : IDecoding
{
    /// <inheritdoc/>
    public IReadOnlyList<VideoCodec> Codecs { get; } = Enum.GetValues<VideoCodec>();

    /// <inheritdoc/>
    public IPictureQueue Open(VideoCodec codec, IFrameSink sink, IDecodeListener listener) =>
        new Queue(sink as ICodedPictureSink, listener);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    sealed class Queue(ICodedPictureSink? sink, IDecodeListener listener) : IPictureQueue
    {
        bool _hasBegun;

        public long FramesDecoded => 0;

        public long FramesDropped => 0;

        public void Enqueue(CodedPicture picture)
        {
            sink?.Offer(new CodedPictureFacts(picture.RtpTimestamp, picture.LastPacketAt, picture.Length, picture.IsKeyframe));
            picture.Dispose();
            if (_hasBegun) return;
            _hasBegun = true;
            listener.OnFirstPicture();
        }

        public void Dispose()
        {
        }
    }
}
