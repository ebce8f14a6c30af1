using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using FaceAuth.Media.Dtls;

namespace FaceAuth.Media.Tests.Dtls;

/// <summary>Data over a connected socket after the handshake; repeats the last flight when asked.</summary>
sealed class UdpDtls(Socket socket, DtlsKeys keys, ChannelReader<byte[]> datagrams) : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly DtlsRecordLayer _records = keys.CreateRecordLayer();
    readonly Queue<(DtlsContentType Type, byte[] Plaintext)> _received = new();

    public DtlsKeys Keys => keys;

    /// <summary>The SRTP keys in the exporter's order, as upper-case hexadecimal digits.</summary>
    public string ExportedHex() => Convert.ToHexString(
        [.. keys.Srtp.Client.Key, .. keys.Srtp.Server.Key, .. keys.Srtp.Client.Salt, .. keys.Srtp.Server.Salt]);

    public void SendText(string text)
    {
        var plaintext = Encoding.UTF8.GetBytes(text);
        var record = new byte[plaintext.Length + DtlsRecordLayer.Overhead];
        socket.Send(record.AsSpan(0, _records.Protect(DtlsContentType.ApplicationData, plaintext, record)));
    }

    public async Task<string> ReceiveTextAsync() => Encoding.UTF8.GetString(await ReceiveAsync(DtlsContentType.ApplicationData));

    public async Task<DtlsAlert> ReceiveAlertAsync() =>
        DtlsAlert.TryRead(await ReceiveAsync(DtlsContentType.Alert), out var alert) ? alert : throw new InvalidDataException();

    public void Dispose()
    {
        _records.Dispose();
        keys.Dispose();
    }

    async Task<byte[]> ReceiveAsync(DtlsContentType type)
    {
        using var cancellation = new CancellationTokenSource(Patience);
        while (true)
        {
            while (_received.TryDequeue(out var received))
            {
                if (received.Type == type) return received.Plaintext;
            }

            Handle(await datagrams.ReadAsync(cancellation.Token));
        }
    }

    void Handle(Span<byte> datagram)
    {
        var plaintext = new byte[DtlsInbox.MaxDatagram];
        var answer = new byte[DtlsFinalFlight.DatagramLength];
        foreach (var record in new DtlsRecords(datagram))
        {
            if (!_records.TryUnprotect(record, plaintext, out var length, out var type)) continue;
            _received.Enqueue((type, plaintext[..length]));
            if (type == DtlsContentType.Handshake && keys.FinalFlight is { } flight
                && flight.TryAnswer(plaintext.AsSpan(0, length), TimeProvider.System.GetElapsedTime(0), _records, answer, out var answered))
                socket.Send(answer.AsSpan(0, answered));
        }
    }
}
