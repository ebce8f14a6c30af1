using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using FaceAuth.Media.Dtls.Bouncy;
using FaceAuth.Media.Srtp;
using Org.BouncyCastle.Tls;

namespace FaceAuth.Media.Dtls;

/// <summary>One handshake in a <see cref="DtlsHandshakePool"/>.</summary>
/// <remarks>
/// The methods are safe from many threads; the handshake itself runs on one of the pool's, because the library that runs it (BouncyCastle)
/// blocks.
/// </remarks>
internal sealed class DtlsHandshake
{
    const byte FinishedType = 20;
    const int Unset = -1;
    const int Queued = 0;
    const int Begun = 1;
    const int GivenUp = 2;

    readonly DtlsHandshakeRequest _request;
    readonly DtlsOptions _options;
    readonly IDtlsHandshakeSink _sink;
    readonly Func<bool> _othersWait;
    readonly DtlsInbox _inbox;
    int _endReason = Unset;
    int _state = Queued;

    internal DtlsHandshake(DtlsHandshakeRequest request, DtlsOptions options, IDtlsHandshakeSink sink, Func<bool> othersWait)
    {
        _request = request;
        _options = options;
        _sink = sink;
        _othersWait = othersWait;
        _inbox = new(options.HandshakeInbox);
    }

    /// <summary>Datagrams that were refused because too many waited or one was too long.</summary>
    public long DatagramsDropped => _inbox.Dropped;

    /// <summary>Whether the handshake has read what was handed in and waits for more.</summary>
    internal bool HasReadAll => _inbox.IsWaitedOn;

    /// <summary>Hands in a DTLS datagram from the peer's validated address; the bytes are copied. Never blocks.</summary>
    /// <returns>False when the inbox is full or the datagram too long; it is dropped and counted.</returns>
    /// <remarks>After the end too: until the owner has switched over, it finds the datagram by <see cref="TryTakeUnread"/>.</remarks>
    public bool Offer(ReadOnlySpan<byte> datagram) => _inbox.TryAdd(datagram);

    /// <summary>
    /// Takes back a datagram that came in but was not read before the end, oldest first: data may follow close behind the handshake.
    /// </summary>
    /// <remarks>Only after <see cref="IDtlsHandshakeSink.Succeeded"/>.</remarks>
    /// <param name="buffer">At least <see cref="DtlsInbox.MaxDatagram"/> bytes.</param>
    /// <param name="length">Its length.</param>
    /// <returns>False when none is left.</returns>
    public bool TryTakeUnread(Span<byte> buffer, out int length) => _inbox.TryTake(buffer, out length);

    /// <summary>Ends the handshake early, for instance because the peer is gone.</summary>
    /// <remarks>The sink hears <see cref="DtlsFailure.Abandoned"/>, unless it ended before.</remarks>
    public void Abandon() => End(DtlsFailure.Abandoned);

    /// <summary>Claims the handshake for a thread; false when it has been given up.</summary>
    internal bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Queued) == Queued;

    /// <summary>Claims it for <see cref="GiveUp"/>; false when it has begun.</summary>
    internal bool TryGiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, Queued) == Queued;

    /// <summary>Tells the sink that it waited too long.</summary>
    internal void GiveUp() => _sink.Failed(DtlsFailure.WaitedTooLong);

    /// <summary>Makes the handshake end soon for this reason, unless there is one already.</summary>
    internal void End(DtlsFailure reason)
    {
        Interlocked.CompareExchange(ref _endReason, (int)reason, Unset);
        _inbox.Wake();
    }

    /// <summary>Runs the handshake to its end and tells the sink.</summary>
    /// <param name="fault">What broke, when the failure is <see cref="DtlsFailure.InternalError"/>.</param>
    /// <returns>Null when it succeeded.</returns>
    internal DtlsFailure? Run(out Exception? fault)
    {
        fault = null;
        var failure = TryTakeEnd(out var early) ? early : RunLibrary(out var keys, out fault) is { } late ? late : Succeed(keys!);
        if (failure is { } reason) _sink.Failed(reason);
        return failure;
    }

    DtlsFailure? Succeed(DtlsKeys keys)
    {
        _sink.Succeeded(keys);
        return null;
    }

    bool TryTakeEnd([NotNullWhen(true)] out DtlsFailure? reason)
    {
        var end = Volatile.Read(ref _endReason);
        reason = end == Unset ? null : (DtlsFailure)end;
        return reason is not null;
    }

    DtlsFailure? RunLibrary(out DtlsKeys? keys, out Exception? fault)
    {
        keys = null;
        fault = null;
        var terms = new HandshakeTerms(_request, _options.HandshakeResend);
        var transport = new HandshakeTransport(_inbox, _sink.Send, MustEnd);
        try
        {
            var crypto = FrameworkCrypto.Instance;
            if (_request.Role == DtlsRole.Server) new DtlsServerProtocol().Accept(new HandshakeServer(terms, crypto), transport);
            else new DtlsClientProtocol().Connect(new HandshakeClient(terms, crypto), transport);

            transport.Flush();
            keys = CreateKeys(terms, transport);
            return null;
        }
        catch (HandshakeEndedException)
        {
            return TryTakeEnd(out var reason) ? reason : DtlsFailure.InternalError;
        }
        catch (Exception e)   // whatever the library makes of what came in, this thread goes on
        {
            transport.Flush();
            var failure = terms.Failure ?? Classify(e);
            if (failure == DtlsFailure.InternalError) fault = e;
            return failure;
        }
        finally
        {
            terms.Secrets?.Dispose();
        }
    }

    bool MustEnd(TimeSpan silence)
    {
        if (silence > _options.HandshakeStall && _othersWait()) End(DtlsFailure.TookTooLong);
        return TryTakeEnd(out _);
    }

    DtlsKeys CreateKeys(HandshakeTerms terms, HandshakeTransport transport)
    {
        var secrets = terms.Secrets ?? throw new InvalidOperationException("The handshake ended without keys.");
        return new(
            _request.Role,
            SrtpKeys.FromExporter(secrets.Profile, secrets.Srtp),
            secrets.KeyBlock,
            _request.RemoteFingerprint,
            _request.Role == DtlsRole.Server ? CreateFinalFlight(secrets.LocalVerifyData, transport) : null)
        {
            Hello = terms.Hello,
        };
    }

    // | type 1 | length 3 | message 2 | fragment offset 3 | fragment length 3 | verify data 12 |      RFC 6347 §4.2.2
    static DtlsFinalFlight CreateFinalFlight(byte[] verifyData, HandshakeTransport transport)
    {
        Span<byte> finished = stackalloc byte[DtlsFinalFlight.FinishedLength];
        finished.Clear();
        finished[0] = FinishedType;
        finished[3] = (byte)verifyData.Length;
        BinaryPrimitives.WriteUInt16BigEndian(finished[4..], transport.NextMessage);
        finished[11] = (byte)verifyData.Length;
        verifyData.CopyTo(finished[12..]);
        return new(finished, transport.NextSequence);
    }

    static DtlsFailure Classify(Exception e) => e switch
    {
        TlsFatalAlertReceived => DtlsFailure.ClosedByPeer,
        TlsFatalAlert { AlertDescription: AlertDescription.user_canceled } => DtlsFailure.ClosedByPeer,
        TlsFatalAlert
        {
            AlertDescription: AlertDescription.handshake_failure or AlertDescription.protocol_version
                or AlertDescription.insufficient_security
        } => DtlsFailure.NotNegotiable,
        TlsFatalAlert { AlertDescription: AlertDescription.internal_error } => DtlsFailure.InternalError,
        TlsFatalAlert or IOException => DtlsFailure.ProtocolViolation,
        _ => DtlsFailure.InternalError,
    };
}
