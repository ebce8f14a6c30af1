namespace FaceAuth.Media.Depacketize;

/// <summary>The codec seam: how the payloads of one codec become coded pictures.</summary>
/// <remarks>The jitter buffer puts packets in order. One stream's: a codec may send once what all its pictures need.</remarks>
internal interface IDepacketizer
{
    /// <summary>Changes with each payload after which the ones before it can mean more; see <see cref="InspectAgain"/>.</summary>
    int Learned => 0;

    /// <summary>Looks at one payload; false when the codec's RTP format does not allow it.</summary>
    bool TryInspect(ReadOnlySpan<byte> payload, out PayloadFacts facts);

    /// <summary>What a payload that was inspected says by what is known now.</summary>
    PayloadFacts InspectAgain(ReadOnlySpan<byte> payload) => TryInspect(payload, out var facts) ? facts : default;

    /// <summary>Adds what the payload carries to the picture; false when it does not fit.</summary>
    bool TryAppend(ReadOnlySpan<byte> payload, CodedPicture picture);

    /// <summary>All payloads were added; false when what is still missing does not fit.</summary>
    bool TryFinish(CodedPicture picture) => true;

    /// <summary>The depacketizer of a codec.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="sets">H.264's parameter sets that came with the session description.</param>
    static IDepacketizer Of(VideoCodec codec, IReadOnlyList<byte[]>? sets = null) => codec switch
    {
        VideoCodec.H264 => new H264Depacketizer(sets ?? []),
        VideoCodec.Vp9 => new Vp9Depacketizer(),
        VideoCodec.Av1 => new Av1Depacketizer(),
        _ => new Vp8Depacketizer(),
    };
}
