namespace FaceAuth.Media.Dtls;

/// <summary>The server's last flight, ChangeCipherSpec and Finished, kept so that it can be sent again.</summary>
/// <remarks>
/// When it is lost, the client repeats its own last flight (RFC 6347 §4.2.4); until it hears ours it cannot send data. The sign of that is
/// a Finished in epoch 1, which only the real peer can encrypt, so nobody else can make us answer. Both records get fresh sequence numbers,
/// so a receiver's replay check lets them pass. One thread at a time.
/// </remarks>
internal sealed class DtlsFinalFlight
{
    /// <summary>Length of the plaintext Finished: handshake header 12, verify data 12 (RFC 5246 §7.4.9).</summary>
    public const int FinishedLength = 24;

    /// <summary>Length of the datagram that <see cref="TryAnswer"/> writes.</summary>
    public const int DatagramLength = ChangeCipherSpecLength + DtlsRecordLayer.Overhead + FinishedLength;

    const int ChangeCipherSpecLength = DtlsRecords.HeaderLength + 1;
    const byte FinishedType = 20;

    // browsers repeat after 50 ms at the earliest
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(40);

    readonly byte[] _finished;
    ulong _nextSequence;
    TimeSpan? _answeredAt;

    /// <summary>Takes the flight apart.</summary>
    /// <param name="finished">The plaintext of our Finished message with its DTLS header, 24 bytes; copied.</param>
    /// <param name="nextSequence">First sequence number in epoch 0 that was not used.</param>
    /// <exception cref="ArgumentException">Not a Finished message.</exception>
    public DtlsFinalFlight(ReadOnlySpan<byte> finished, ulong nextSequence)
    {
        if (finished.Length != FinishedLength || finished[0] != FinishedType)
            throw new ArgumentException("Not a Finished message.", nameof(finished));
        _finished = finished.ToArray();
        _nextSequence = nextSequence;
    }

    /// <summary>How often the flight was sent again.</summary>
    public long Answers { get; private set; }

    /// <summary>Writes the flight again if the peer asks for it and the last time is 40 ms ago.</summary>
    /// <param name="handshakePlaintext">What a <see cref="DtlsContentType.Handshake"/> record of epoch 1 carried.</param>
    /// <param name="now">Time on the driver's clock.</param>
    /// <param name="records">The connection's record layer.</param>
    /// <param name="datagram">Receives the datagram; at least <see cref="DatagramLength"/> bytes.</param>
    /// <param name="length">Its length; 0 when there is nothing to send.</param>
    public bool TryAnswer(ReadOnlySpan<byte> handshakePlaintext, TimeSpan now, DtlsRecordLayer records, Span<byte> datagram, out int length)
    {
        length = 0;
        if (handshakePlaintext.Length != FinishedLength || handshakePlaintext[0] != FinishedType) return false;
        if (_answeredAt is { } last && now - last < Interval) return false;

        _answeredAt = now;
        Answers++;
        DtlsRecordLayer.WriteHeader(datagram, DtlsContentType.ChangeCipherSpec, _nextSequence++, 1);
        datagram[DtlsRecords.HeaderLength] = 1;
        length = ChangeCipherSpecLength + records.Protect(DtlsContentType.Handshake, _finished, datagram[ChangeCipherSpecLength..]);
        return true;
    }
}
