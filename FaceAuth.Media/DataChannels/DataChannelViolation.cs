namespace FaceAuth.Media.DataChannels;

/// <summary>How a peer broke the rules of data channels (RFC 8832 §5, §6).</summary>
internal enum DataChannelViolation
{
    /// <summary>None.</summary>
    None,

    /// <summary>A DCEP message that cannot be read.</summary>
    MalformedControl,

    /// <summary>An OPEN for a stream that is open already.</summary>
    StreamNotTheirs,

    /// <summary>A label longer than <see cref="DataChannelOptions.MaxLabelBytes"/>, or not UTF-8.</summary>
    BadLabel,

    /// <summary>More channels than <see cref="DataChannelOptions.MaxChannels"/>.</summary>
    TooManyChannels,

    /// <summary>A message on a stream without a channel, or with a payload protocol that is none of ours.</summary>
    UnexpectedMessage,
}
