namespace FaceAuth.Media.Sctp;

/// <summary>What an <see cref="SctpEvent"/> tells.</summary>
internal enum SctpEventKind
{
    /// <summary>Data flows.</summary>
    Established,

    /// <summary>A message came in.</summary>
    Message,

    /// <summary>The peer reset a stream of its own.</summary>
    StreamReset,

    /// <summary>The peer acknowledged that we reset a stream.</summary>
    ResetDone,

    /// <summary>The association is over; the last event.</summary>
    Ended,
}
