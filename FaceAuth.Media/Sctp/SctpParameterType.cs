namespace FaceAuth.Media.Sctp;

/// <summary>Types of parameters inside INIT, INIT ACK and RE-CONFIG.</summary>
/// <remarks>RFC 9260 §3.3.2, RFC 3758 §3.1, RFC 5061 §4.2.7, RFC 6525 §4.</remarks>
internal enum SctpParameterType : ushort
{
    /// <summary>State cookie.</summary>
    StateCookie = 7,

    /// <summary>A parameter of INIT that the answerer does not know.</summary>
    Unrecognized = 8,

    /// <summary>RE-CONFIG: resets the sender's streams.</summary>
    OutgoingReset = 13,

    /// <summary>RE-CONFIG: asks the other side to reset its streams.</summary>
    IncomingReset = 14,

    /// <summary>RE-CONFIG: resets everything.</summary>
    AssociationReset = 15,

    /// <summary>RE-CONFIG: answers a request.</summary>
    ReconfigResponse = 16,

    /// <summary>RE-CONFIG: more outgoing streams.</summary>
    AddOutgoing = 17,

    /// <summary>RE-CONFIG: asks for more incoming streams.</summary>
    AddIncoming = 18,

    /// <summary>Chunk types that the sender of INIT understands.</summary>
    SupportedExtensions = 0x8008,

    /// <summary>The sender of INIT understands FORWARD-TSN.</summary>
    ForwardTsnSupported = 0xC000,
}
