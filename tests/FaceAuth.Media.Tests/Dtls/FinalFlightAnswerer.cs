using FaceAuth.Media.Dtls;

namespace FaceAuth.Media.Tests.Dtls;

/// <summary>Does what a server's driver does after the handshake: answers a client that repeats its last flight.</summary>
sealed class FinalFlightAnswerer(HandshakePair pair) : IDisposable
{
    readonly Lock _gate = new();
    DtlsRecordLayer? _records;

    /// <summary>Takes over from the handshake, beginning with what it left unread.</summary>
    public void Begin()
    {
        lock (_gate) _records = pair.Server.Keys!.CreateRecordLayer();

        pair.Client.Deliver = datagram => Handle([.. datagram]);
        var buffer = new byte[DtlsInbox.MaxDatagram];
        while (pair.ServerHandshake!.TryTakeUnread(buffer, out var length)) Handle(buffer.AsSpan(0, length));
    }

    public void Dispose() => _records?.Dispose();

    void Handle(Span<byte> datagram)
    {
        var plaintext = new byte[DtlsInbox.MaxDatagram];
        var answer = new byte[DtlsFinalFlight.DatagramLength];
        lock (_gate)
        {
            foreach (var record in new DtlsRecords(datagram))
            {
                if (!_records!.TryUnprotect(record, plaintext, out var length, out var type) || type != DtlsContentType.Handshake) continue;
                var now = TimeProvider.System.GetElapsedTime(0);
                if (pair.Server.Keys!.FinalFlight!.TryAnswer(plaintext.AsSpan(0, length), now, _records, answer, out var answered))
                    pair.ClientHandshake!.Offer(answer.AsSpan(0, answered));
            }
        }
    }
}
