using System.Collections.Concurrent;

namespace FaceAuth.Media.Dtls;

/// <summary>Carries what a handshake gives from its pool thread to the peer's own.</summary>
/// <remarks>
/// The one piece of a peer that two threads touch; bounded: a handshake has some ten datagrams, and when more than <see cref="Capacity"/>
/// wait, the peer is not polled.
/// </remarks>
internal sealed class HandshakeMailbox(Action wake) : IDtlsHandshakeSink
{
    const int Capacity = 64;

    readonly ConcurrentQueue<byte[]> _outbox = new();
    DtlsKeys? _keys;
    volatile bool _ended;

    /// <summary>Whether the handshake has ended; then <see cref="Failure"/> or <see cref="TakeKeys"/> tells how.</summary>
    internal bool HasEnded => _ended;

    /// <summary>Why it failed; null when it succeeded or goes on.</summary>
    internal DtlsFailure? Failure { get; private set; }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> datagram)
    {
        if (_outbox.Count < Capacity) _outbox.Enqueue(datagram.ToArray());
        wake();
    }

    /// <inheritdoc/>
    public void Succeeded(DtlsKeys keys)
    {
        _keys = keys;
        _ended = true;
        wake();
    }

    /// <inheritdoc/>
    public void Failed(DtlsFailure failure)
    {
        Failure = failure;
        _ended = true;
        wake();
    }

    internal bool TryTakeDatagram(out byte[] datagram) => _outbox.TryDequeue(out datagram!);

    /// <summary>The keys, once; the caller owns them.</summary>
    internal DtlsKeys? TakeKeys() => Interlocked.Exchange(ref _keys, null);
}
