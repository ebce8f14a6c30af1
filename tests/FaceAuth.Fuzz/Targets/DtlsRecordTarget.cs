using FaceAuth.Media.Dtls;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Fuzz.Targets;

/// <summary>Datagrams into DTLS records into plaintext: nothing that is not an original record is taken.</summary>
internal sealed class DtlsRecordTarget : FuzzTarget
{
    readonly DtlsRecordLayer _client = Layer(DtlsRole.Client);
    readonly DtlsRecordLayer _server = Layer(DtlsRole.Server);
    readonly List<byte[]> _records = [];
    readonly byte[] _plaintext = new byte[8192];

    public DtlsRecordTarget()
    {
        for (var length = 0; length < 200; length += 40)
        {
            var record = new byte[length + DtlsRecordLayer.Overhead];
            _client.Protect(DtlsContentType.ApplicationData, new byte[length], record);
            _records.Add(record);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds => [.. _records, [.. _records[0], .. _records[1], .. _records[2]]];

    /// <inheritdoc/>
    public override void Run(Span<byte> input)
    {
        var total = 0;
        foreach (var record in new DtlsRecords(input))
        {
            total += record.Length;
            var isOriginal = false;
            foreach (var seed in _records) isOriginal |= record.SequenceEqual(seed);
            if (!isOriginal && _server.TryUnprotect(record, _plaintext, out _, out _))
                throw new InvalidOperationException("A forged record was taken.");
        }

        if (total > input.Length) throw new InvalidOperationException($"{total} bytes of records in {input.Length}.");
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        base.Dispose();
    }

    static DtlsRecordLayer Layer(DtlsRole role)
    {
        var block = new byte[DtlsKeys.KeyBlockLength];
        new Random(1).NextBytes(block);
        var srtp = SrtpKeys.FromExporter(SrtpProfile.AeadAes128Gcm, new byte[SrtpKeys.ExporterLength(SrtpProfile.AeadAes128Gcm)]);
        using var keys = new DtlsKeys(role, srtp, block, DtlsFingerprint.Of([]), null);
        return keys.CreateRecordLayer();
    }
}
