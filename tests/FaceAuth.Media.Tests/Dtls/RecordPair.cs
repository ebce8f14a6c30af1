using FaceAuth.Media.Dtls;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Media.Tests.Dtls;

/// <summary>The two ends of a record layer, under keys that no handshake made.</summary>
sealed class RecordPair : IDisposable
{
    public RecordPair()
    {
        var block = new byte[DtlsKeys.KeyBlockLength];
        new Random(1).NextBytes(block);
        using var client = Keys(DtlsRole.Client, block);
        using var server = Keys(DtlsRole.Server, block);
        Client = client.CreateRecordLayer();
        Server = server.CreateRecordLayer();
    }

    public DtlsRecordLayer Client { get; }

    public DtlsRecordLayer Server { get; }

    public static byte[] Seal(DtlsRecordLayer layer, byte[] plaintext)
    {
        var record = new byte[plaintext.Length + DtlsRecordLayer.Overhead];
        Assert.Equal(record.Length, layer.Protect(DtlsContentType.ApplicationData, plaintext, record));
        return record;
    }

    public static byte[]? Open(DtlsRecordLayer layer, byte[] record)
    {
        var plaintext = new byte[record.Length];
        return layer.TryUnprotect(record, plaintext, out var length, out _) ? plaintext[..length] : null;
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    static DtlsKeys Keys(DtlsRole role, byte[] block) => new(
        role,
        SrtpKeys.FromExporter(SrtpProfile.AeadAes128Gcm, new byte[SrtpKeys.ExporterLength(SrtpProfile.AeadAes128Gcm)]),
        block,
        DtlsFingerprint.Of([]),
        null);
}
