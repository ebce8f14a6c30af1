namespace FaceAuth.Media.Stats;

/// <summary>RTCDataChannelStats of the channel "faceauth".</summary>
/// <param name="Id">See <see cref="RtcStats"/>.</param>
/// <param name="Timestamp">See <see cref="RtcStats"/>.</param>
public sealed record DataChannelStats(string Id, double Timestamp) : RtcStats(Id, "data-channel", Timestamp)
{
    /// <summary>"faceauth".</summary>
    public string Label { get; init; } = "";

    /// <summary>Its SCTP stream; null while it is not open.</summary>
    public int? DataChannelIdentifier { get; init; }

    /// <summary>RTCDataChannelState.</summary>
    public string State { get; init; } = "";

    /// <summary>Messages sent.</summary>
    public long MessagesSent { get; init; }

    /// <summary>Their bytes.</summary>
    public long BytesSent { get; init; }

    /// <summary>Messages received.</summary>
    public long MessagesReceived { get; init; }

    /// <summary>Their bytes.</summary>
    public long BytesReceived { get; init; }
}
