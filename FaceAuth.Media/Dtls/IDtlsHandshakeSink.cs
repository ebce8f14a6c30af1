namespace FaceAuth.Media.Dtls;

/// <summary>Takes what a handshake gives.</summary>
/// <remarks>
/// Called on a thread of the pool or of a timer, one call at a time; must not block and must not throw. After <see cref="Succeeded"/> or
/// <see cref="Failed"/>, one of which comes exactly once, nothing follows.
/// </remarks>
internal interface IDtlsHandshakeSink
{
    /// <summary>A datagram for the peer, at most 1200 bytes; valid during the call only.</summary>
    void Send(ReadOnlySpan<byte> datagram);

    /// <summary>The end: keys, which the callee owns.</summary>
    void Succeeded(DtlsKeys keys);

    /// <summary>The end: no keys. An alert for the peer, where one is due, was sent before.</summary>
    void Failed(DtlsFailure failure);
}
