namespace FaceAuth.Media.Sctp;

/// <summary>Why an association is over.</summary>
internal enum SctpEnd
{
    /// <summary>It is not over.</summary>
    None,

    /// <summary>We shut it down or aborted it.</summary>
    ClosedHere,

    /// <summary>The peer shut it down or aborted it.</summary>
    ClosedByPeer,

    /// <summary>A message passed <see cref="SctpOptions.MaxMessageBytes"/>, whole or while its fragments came in.</summary>
    MessageTooLarge,

    /// <summary>The peer broke the protocol in a way that nothing can be made of.</summary>
    ProtocolViolation,

    /// <summary>The peer stopped answering: every retransmission ran out.</summary>
    TimedOut,

    /// <summary>Events were not taken, and their queue is full.</summary>
    Overrun,
}
