using FaceAuth.Media.Crypto;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Media.Peer;

/// <summary>DTLS and SRTP of one peer: starts the handshake in the pool, then runs records and media keys here.</summary>
/// <remarks>One owner, no locks; <see cref="Service"/> takes what the pool left in the mailbox.</remarks>
internal sealed class SecureTransport(
    DtlsHandshakePool pool, DtlsHandshakeRequest request, CipherEngine ciphers, SctpPacketHandler onSctp, Action wake) : IDisposable
{
    readonly HandshakeMailbox _mailbox = new(wake);
    readonly byte[] _flight = new byte[DtlsFinalFlight.DatagramLength];
    DtlsHandshake? _handshake;
    DtlsRecordLayer? _records;
    DtlsFinalFlight? _finalFlight;
    SrtpReceiver? _receiver;
    SrtpSender? _sender;
    int _flightLength;

    internal SecureState State { get; private set; }

    /// <summary>Why the handshake failed, when it did.</summary>
    internal DtlsFailure? Failure => _mailbox.Failure;

    /// <summary>The SRTP profile that was agreed; null before.</summary>
    internal SrtpProfile? Profile { get; private set; }

    /// <summary>What the client offered; null before, and for a client.</summary>
    internal ClientHello? Hello { get; private set; }

    /// <summary>Our side of the handshake.</summary>
    internal DtlsRole Role => request.Role;

    /// <summary>Records refused for this reason.</summary>
    internal long Count(DtlsRecordFailure failure) => _records?.Count(failure) ?? 0;

    /// <summary>Records that were authentic.</summary>
    internal long RecordsReceived { get; private set; }

    /// <summary>Media packets refused for this reason.</summary>
    internal long Count(SrtpFailure failure) => _receiver?.Count(failure) ?? 0;

    /// <summary>Starts the handshake; false when the pool is full.</summary>
    internal bool TryStart()
    {
        if (State != SecureState.Waiting) return true;
        if (!pool.TryStart(request, _mailbox, out _handshake)) return false;
        State = SecureState.Handshaking;
        return true;
    }

    /// <summary>Takes a DTLS datagram from a validated address; false when it had to be dropped.</summary>
    internal bool HandleDtls(Span<byte> datagram, TimeSpan now)
    {
        switch (State)
        {
            case SecureState.Waiting:
                return TryStart() && _handshake!.Offer(datagram);
            case SecureState.Handshaking:
                return _handshake!.Offer(datagram);
            case SecureState.Up:
                foreach (var record in new DtlsRecords(datagram)) HandleRecord(record, now);
                return true;
            default:
                return true;
        }
    }

    /// <summary>Takes what the handshake's thread left; true when the state changed.</summary>
    internal bool Service(TimeSpan now)
    {
        if (State != SecureState.Handshaking || !_mailbox.HasEnded) return false;
        using var keys = _mailbox.TakeKeys();
        if (keys is null)
        {
            State = SecureState.Failed;
            return true;
        }

        _records = keys.CreateRecordLayer();
        _receiver = keys.CreateSrtpReceiver(ciphers);
        _sender = keys.CreateSrtpSender(ciphers);
        _finalFlight = keys.FinalFlight;
        Profile = keys.Srtp.Profile;
        Hello = keys.Hello;
        State = SecureState.Up;
        return true;
    }

    /// <summary>Handles the datagrams that came in behind the handshake; once, after <see cref="Service"/> said that it is up.</summary>
    internal void HandleUnread(TimeSpan now)
    {
        Span<byte> datagram = stackalloc byte[DtlsInbox.MaxDatagram];
        while (_handshake!.TryTakeUnread(datagram, out var length)) HandleDtls(datagram[..length], now);
    }

    internal bool TryUnprotectRtp(Span<byte> packet, out int length) => _receiver!.TryUnprotectRtp(packet, out length);

    internal bool TryUnprotectRtcp(Span<byte> packet, out int length) => _receiver!.TryUnprotectRtcp(packet, out length);

    internal int ProtectRtp(Span<byte> buffer, int length) => _sender!.ProtectRtp(buffer, length);

    internal int ProtectRtcp(Span<byte> buffer, int length) => _sender!.ProtectRtcp(buffer, length);

    internal int ProtectSctp(ReadOnlySpan<byte> packet, Span<byte> datagram) =>
        _records!.Protect(DtlsContentType.ApplicationData, packet, datagram);

    /// <summary>Writes close_notify; 0 when there is no connection to close.</summary>
    internal int WriteCloseNotify(Span<byte> datagram) => _records?.Protect(DtlsAlert.CloseNotify, datagram) ?? 0;

    /// <summary>Writes the next datagram of the handshake; 0 when there is none.</summary>
    internal int Poll(Span<byte> datagram)
    {
        if (_mailbox.TryTakeDatagram(out var waiting))
        {
            waiting.CopyTo(datagram);
            return waiting.Length;
        }

        var length = _flightLength;
        _flight.AsSpan(0, length).CopyTo(datagram);
        _flightLength = 0;
        return length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handshake?.Abandon();
        _mailbox.TakeKeys()?.Dispose();
        _records?.Dispose();
        _receiver?.Dispose();
        _sender?.Dispose();
    }

    void HandleRecord(Span<byte> record, TimeSpan now)
    {
        Span<byte> plaintext = stackalloc byte[DtlsInbox.MaxDatagram];
        if (State != SecureState.Up || !_records!.TryUnprotect(record, plaintext, out var length, out var type)) return;
        RecordsReceived++;
        switch (type)
        {
            case DtlsContentType.ApplicationData:
                onSctp(plaintext[..length], now);
                break;
            case DtlsContentType.Alert when DtlsAlert.TryRead(plaintext[..length], out var alert) && alert.EndsConnection:
                State = SecureState.Closed;
                break;
            case DtlsContentType.Handshake:
                _finalFlight?.TryAnswer(plaintext[..length], now, _records, _flight, out _flightLength);
                break;
        }
    }
}
