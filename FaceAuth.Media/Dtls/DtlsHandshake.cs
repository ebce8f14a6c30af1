namespace FaceAuth.Media.Dtls;

/// <summary>One handshake in a <see cref="DtlsHandshakePool"/>. Safe from many threads.</summary>
internal sealed class DtlsHandshake
{
    internal DtlsHandshake()
    {
    }

    /// <summary>Hands in a DTLS datagram from the peer's validated address; the bytes are copied. Never blocks.</summary>
    /// <returns>False when the inbox is full or the handshake has ended; the datagram is dropped and counted.</returns>
    public bool Offer(ReadOnlySpan<byte> datagram) => throw new NotImplementedException();

    /// <summary>Takes back a datagram that came in but was not read before the end, oldest first: data may follow close behind the handshake.</summary>
    /// <param name="buffer">At least 2048 bytes.</param>
    /// <param name="length">Its length.</param>
    /// <returns>False when none is left, or the handshake has not ended.</returns>
    public bool TryTakeUnread(Span<byte> buffer, out int length) => throw new NotImplementedException();

    /// <summary>Ends the handshake early, for instance because the peer is gone. The sink hears <see cref="DtlsFailure.Abandoned"/>, unless it ended before.</summary>
    public void Abandon() => throw new NotImplementedException();
}
