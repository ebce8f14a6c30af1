using System.Buffers.Binary;
using Org.BouncyCastle.Tls;

namespace FaceAuth.Media.Dtls.Bouncy;

/// <summary>What the library's handshake sends and receives through.</summary>
/// <remarks>
/// Gathers the records of a flight into few datagrams, and notes the sequence numbers that a later repetition of the last flight has to go
/// on from. Used by one thread.
/// </remarks>
/// <param name="inbox">Where datagrams come from.</param>
/// <param name="send">Where they go.</param>
/// <param name="mustEnd">Whether the handshake must end now; told the time since the last datagram.</param>
internal sealed class HandshakeTransport(DtlsInbox inbox, HandshakeTransport.SendDatagram send, Func<TimeSpan, bool> mustEnd)
    : DatagramTransport
{
    /// <summary>Longest datagram that is sent, in bytes: the path's MTU is not known yet (RFC 8261 §5 says 1200).</summary>
    public const int SendLimit = 1200;

    const int HandshakeHeaderLength = 12;
    const ushort Dtls10 = 0xFEFF;   // a ClientHello's record, before the version is agreed
    const ushort Dtls12 = 0xFEFD;

    readonly byte[] _flight = new byte[SendLimit];
    int _length;
    long _heardAt = Environment.TickCount64;
    bool _muted;

    /// <summary>Sends one datagram.</summary>
    public delegate void SendDatagram(ReadOnlySpan<byte> datagram);

    /// <summary>First sequence number of epoch 0 that was not sent.</summary>
    public ulong NextSequence { get; private set; }

    /// <summary>Number of the handshake message that follows those sent in epoch 0; the Finished has it.</summary>
    public ushort NextMessage { get; private set; }

    /// <inheritdoc/>
    public int GetReceiveLimit() => DtlsInbox.MaxDatagram;

    /// <inheritdoc/>
    public int GetSendLimit() => SendLimit;

    /// <inheritdoc/>
    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    /// <inheritdoc/>
    public int Receive(Span<byte> buffer, int waitMillis)
    {
        Flush();
        var until = Environment.TickCount64 + waitMillis;
        var left = (long)waitMillis;
        do
        {
            CheckEnd();
            var datagram = inbox.Take(TimeSpan.FromMilliseconds(left));
            CheckEnd();
            var length = CopyRecords(datagram, buffer);
            if (length > 0)
            {
                _heardAt = Environment.TickCount64;
                return length;
            }

            left = until - Environment.TickCount64;
        }
        while (left > 0);   // to end the wait for garbage would make the library send its flight again

        return -1;
    }

    /// <inheritdoc/>
    public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> buffer)
    {
        Note(buffer);
        if (_length + buffer.Length > SendLimit) Flush();
        buffer.CopyTo(_flight.AsSpan(_length));
        _length += buffer.Length;
    }

    /// <inheritdoc/>
    public void Close() => Flush();

    /// <summary>Sends what was gathered.</summary>
    public void Flush()
    {
        if (_length > 0 && !_muted) send(_flight.AsSpan(0, _length));
        _length = 0;
    }

    // The library throws for versions that it does not know, which would end the handshake; and what follows the
    // handshake is not for it.
    static int CopyRecords(Span<byte> datagram, Span<byte> buffer)
    {
        var length = 0;
        foreach (var record in new DtlsRecords(datagram))
        {
            var type = (DtlsContentType)record[0];
            var version = BinaryPrimitives.ReadUInt16BigEndian(record[1..]);
            if (type is DtlsContentType.ChangeCipherSpec or DtlsContentType.Alert or DtlsContentType.Handshake
                && version is Dtls10 or Dtls12
                && record.Length > DtlsRecords.HeaderLength)
            {
                record.CopyTo(buffer[length..]);
                length += record.Length;
            }
        }

        return length;
    }

    void CheckEnd()
    {
        if (!mustEnd(TimeSpan.FromMilliseconds(Environment.TickCount64 - _heardAt))) return;
        _muted = true;   // the library would send an alert to a peer that is gone or does not listen
        throw new HandshakeEndedException();
    }

    void Note(ReadOnlySpan<byte> record)
    {
        var epochAndSequence = BinaryPrimitives.ReadUInt64BigEndian(record[3..]);
        if (epochAndSequence >> 48 != 0) return;
        NextSequence = Math.Max(NextSequence, epochAndSequence + 1);
        if (record[0] == (byte)DtlsContentType.Handshake && record.Length >= DtlsRecords.HeaderLength + HandshakeHeaderLength)
        {
            var message = BinaryPrimitives.ReadUInt16BigEndian(record[(DtlsRecords.HeaderLength + 4)..]);
            NextMessage = Math.Max(NextMessage, (ushort)(message + 1));
        }
    }
}
