using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.DataChannels;

/// <summary>One thing that happened on the data channels of a peer.</summary>
internal readonly record struct DataChannelEvent
{
    /// <summary>What happened; says which other members are set.</summary>
    public required DataChannelEventKind Kind { get; init; }

    /// <summary>The channel's stream identifier; 0 for <see cref="DataChannelEventKind.Ended"/>.</summary>
    public ushort Channel { get; init; }

    /// <summary>The channel's label; empty where it does not apply.</summary>
    public string Label { get; init; }

    /// <summary>The message; lent until the next call of <see cref="DataChannelMachine.TryTake"/>.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Sent as a string rather than as bytes.</summary>
    public bool IsText { get; init; }

    /// <summary>Which rule the peer broke.</summary>
    public DataChannelViolation Violation { get; init; }

    /// <summary>Why the association is over.</summary>
    public SctpEnd End { get; init; }
}
