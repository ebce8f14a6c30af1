namespace FaceAuth.Media.Decode;

/// <summary>What decoding one coded picture gave.</summary>
internal enum DecodeOutcome
{
    /// <summary>A frame.</summary>
    Decoded,

    /// <summary>No frame: the picture is only there for others to refer to.</summary>
    NotShown,

    /// <summary>The bytes cannot be decoded; nothing can be until the next keyframe.</summary>
    Corrupt,

    /// <summary>Its size is not allowed; nothing can be decoded until the next keyframe.</summary>
    BadSize,

    /// <summary>It was decoded, but the frame pool lends no more.</summary>
    NoFrame,
}
