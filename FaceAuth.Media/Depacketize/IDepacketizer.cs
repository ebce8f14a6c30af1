namespace FaceAuth.Media.Depacketize;

/// <summary>The codec seam: how the payloads of one codec become coded pictures.</summary>
/// <remarks>Holds no state; the jitter buffer puts packets in order.</remarks>
internal interface IDepacketizer
{
    /// <summary>Looks at one payload; false when the codec's RTP format does not allow it.</summary>
    bool TryInspect(ReadOnlySpan<byte> payload, out PayloadFacts facts);

    /// <summary>Adds what the payload carries to the picture; false when it does not fit.</summary>
    bool TryAppend(ReadOnlySpan<byte> payload, CodedPicture picture);

    /// <summary>The depacketizer of a codec.</summary>
    static IDepacketizer Of(VideoCodec codec) => codec switch
    {
        VideoCodec.H264 => new H264Depacketizer(),
        VideoCodec.Vp9 => new Vp9Depacketizer(),
        VideoCodec.Av1 => new Av1Depacketizer(),
        _ => new Vp8Depacketizer(),
    };
}
