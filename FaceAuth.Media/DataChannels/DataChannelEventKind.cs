namespace FaceAuth.Media.DataChannels;

/// <summary>What a <see cref="DataChannelEvent"/> tells.</summary>
internal enum DataChannelEventKind
{
    /// <summary>A channel is open: the peer opened it, or acknowledged ours. <see cref="DataChannelEvent.Label"/> is set.</summary>
    Opened,

    /// <summary>A message came in. <see cref="DataChannelEvent.Payload"/> and <see cref="DataChannelEvent.IsText"/> are set.</summary>
    Message,

    /// <summary>A channel is closed, by either side.</summary>
    Closed,

    /// <summary>The peer broke RFC 8832 on one stream, which is being reset. <see cref="DataChannelEvent.Violation"/> is set.</summary>
    Violation,

    /// <summary>The association is over, the last event. <see cref="DataChannelEvent.End"/> is set.</summary>
    Ended,
}
