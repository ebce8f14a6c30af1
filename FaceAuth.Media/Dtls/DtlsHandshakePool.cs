using System.Diagnostics.CodeAnalysis;

namespace FaceAuth.Media.Dtls;

/// <summary>Runs DTLS handshakes on a bounded number of threads. Safe from many threads.</summary>
internal sealed class DtlsHandshakePool : IDisposable
{
    /// <summary>Starts the threads.</summary>
    public DtlsHandshakePool(DtlsOptions options, TimeProvider timeProvider)
    {
        _ = options;
        _ = timeProvider;
    }

    /// <summary>
    /// Queues a handshake. For a server, call it when the peer's first DTLS datagram comes, then offer that datagram; when
    /// it is refused, drop the datagram: the peer sends it again.
    /// </summary>
    /// <returns>False when the queue is full or the pool is disposed; counted.</returns>
    public bool TryStart(DtlsHandshakeRequest request, IDtlsHandshakeSink sink, [NotNullWhen(true)] out DtlsHandshake? handshake) =>
        throw new NotImplementedException();

    /// <summary>Runs a handshake against itself in memory, so that the first real one does not pay for compilation (400–970 ms).</summary>
    public void WarmUp() => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
