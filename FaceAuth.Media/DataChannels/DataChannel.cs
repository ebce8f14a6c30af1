using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.DataChannels;

/// <summary>One channel: a pair of streams with the same number.</summary>
internal sealed class DataChannel(ushort id, string label, SctpReliability reliability)
{
    /// <summary>Stream identifier in both directions.</summary>
    public ushort Id { get; } = id;

    /// <summary>Its label.</summary>
    public string Label { get; } = label;

    /// <summary>How messages are delivered.</summary>
    public SctpReliability Reliability { get; } = reliability;

    /// <summary>Whether the OPEN was ours.</summary>
    public bool IsOpenedHere { get; init; }

    /// <summary>Both sides know of it: the peer opened it, or acknowledged ours or sent on it.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>The peer answered our OPEN.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>The peer's OPEN was not acknowledged yet.</summary>
    public bool IsAckDue { get; set; }

    /// <summary>Our stream is being reset.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Our stream was reset.</summary>
    public bool IsResetHere { get; set; }

    /// <summary>The peer's stream was reset.</summary>
    public bool IsResetByPeer { get; set; }
}
