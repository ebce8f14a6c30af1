namespace FaceAuth.Media.Sctp;

/// <summary>Where a DATA chunk stands that was given a TSN.</summary>
internal enum OutgoingChunkState
{
    /// <summary>Sent; counts towards the bytes in flight.</summary>
    InFlight,

    /// <summary>Taken for lost; to be sent again.</summary>
    Marked,

    /// <summary>Acknowledged in a gap block, which the peer may still take back (RFC 9260 §6.2.1 D).</summary>
    Acknowledged,

    /// <summary>Given up (RFC 3758).</summary>
    Abandoned,
}
