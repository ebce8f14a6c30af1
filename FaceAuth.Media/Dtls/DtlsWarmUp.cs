using FaceAuth.Media.Crypto;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Media.Dtls;

/// <summary>Runs a client and a server against each other in memory, once, and a packet through each cipher.</summary>
internal static class DtlsWarmUp
{
    static readonly DtlsOptions Options = new();

    /// <summary>Does it; takes as long as compiling the handshake does.</summary>
    /// <exception cref="InvalidOperationException">It failed: the cryptography of this machine does not work.</exception>
    public static void Run(CipherEngine ciphers)
    {
        using var certificate = DtlsCertificate.Create();
        var clientSide = new Side();
        var serverSide = new Side();
        var client = new DtlsHandshake(new(DtlsRole.Client, certificate, certificate.Fingerprint), Options, clientSide, () => false);
        var server = new DtlsHandshake(new(DtlsRole.Server, certificate, certificate.Fingerprint), Options, serverSide, () => false);
        clientSide.Peer = server;
        serverSide.Peer = client;

        Exception? serverFault = null;
        var thread = new Thread(() => server.Run(out serverFault)) { IsBackground = true, Name = "DTLS warm-up" };
        thread.Start();
        client.Run(out var clientFault);
        server.End(DtlsFailure.Abandoned);   // where the client failed, the server would wait on; where not, it is through
        thread.Join();

        using var clientKeys = clientSide.Keys;
        using var serverKeys = serverSide.Keys;
        if (clientKeys is null || serverKeys is null)
            throw new InvalidOperationException("A DTLS handshake with ourselves failed.", clientFault ?? serverFault);

        PassRecord(clientKeys, serverKeys);
        PassPackets(SrtpProfile.AeadAes128Gcm, ciphers);
        PassPackets(SrtpProfile.Aes128CmHmacSha1Tag80, ciphers);
    }

    static void PassRecord(DtlsKeys clientKeys, DtlsKeys serverKeys)
    {
        using var client = clientKeys.CreateRecordLayer();
        using var server = serverKeys.CreateRecordLayer();
        Span<byte> record = stackalloc byte[DtlsRecordLayer.Overhead + 1];
        client.Protect(DtlsContentType.ApplicationData, [1], record);
        if (!server.TryUnprotect(record, stackalloc byte[1], out _, out _))
            throw new InvalidOperationException("A DTLS record did not pass.");
    }

    static void PassPackets(SrtpProfile profile, CipherEngine engine)
    {
        using var keys = SrtpKeys.FromExporter(profile, new byte[SrtpKeys.ExporterLength(profile)]);
        using var sender = new SrtpSender(keys.Client, engine);
        using var receiver = new SrtpReceiver(keys.Client, engine);

        Span<byte> packet = stackalloc byte[64];
        packet.Clear();
        packet[0] = 2 << 6;
        if (!receiver.TryUnprotectRtp(packet[..sender.ProtectRtp(packet, 32)], out _))
            throw new InvalidOperationException("An SRTP packet did not pass.");
        if (!receiver.TryUnprotectRtcp(packet[..sender.ProtectRtcp(packet, 32)], out _))
            throw new InvalidOperationException("An SRTCP packet did not pass.");
    }

    sealed class Side : IDtlsHandshakeSink
    {
        public DtlsHandshake? Peer { get; set; }

        public DtlsKeys? Keys { get; private set; }

        public void Send(ReadOnlySpan<byte> datagram) => Peer!.Offer(datagram);

        public void Succeeded(DtlsKeys keys) => Keys = keys;

        public void Failed(DtlsFailure failure)
        {
        }
    }
}
