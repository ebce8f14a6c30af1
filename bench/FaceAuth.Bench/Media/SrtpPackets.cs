using System.Buffers.Binary;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Bench.Media;

/// <summary>Packets of one stream with SSRC 0, plain and sealed, and the keys for whoever seals or opens them.</summary>
internal sealed class SrtpPackets : IDisposable
{
    public const int Count = 1024;   // fit the processor's cache, as what a socket just gave does
    public const int Length = 1200;

    readonly byte[][] _plain;
    readonly byte[][] _sealed;

    public SrtpPackets(SrtpProfileName profile)
    {
        var wire = profile == SrtpProfileName.Gcm ? SrtpProfile.AeadAes128Gcm : SrtpProfile.Aes128CmHmacSha1Tag80;
        Keys = SrtpKeys.FromExporter(wire, new byte[SrtpKeys.ExporterLength(wire)]);
        using var sender = new SrtpSender(Keys.Client, CipherEngine.Managed);
        _plain = [.. Enumerable.Range(0, Count).Select(sequence =>
        {
            var packet = new byte[Length + sender.RtpOverhead];
            packet[0] = 0x80;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)sequence);
            return packet;
        })];
        _sealed = [.. _plain.Select(packet => packet.ToArray())];
        foreach (var packet in _sealed) sender.ProtectRtp(packet, Length);
        All = [.. _plain.Select(packet => packet.ToArray())];
    }

    /// <summary>What a benchmark works on.</summary>
    public byte[][] All { get; }

    public SrtpKeys Keys { get; }

    public void FillPlain() => Fill(_plain);

    public void FillSealed() => Fill(_sealed);

    public byte[] SessionKey() => Derive(SrtpKeyLabel.RtpEncryption, 16);

    public byte[] SessionSalt() => Derive(SrtpKeyLabel.RtpSalt, Keys.Client.Salt.Length);

    public void Dispose() => Keys.Dispose();

    void Fill(byte[][] from)
    {
        for (var i = 0; i < Count; i++) from[i].CopyTo(All[i], 0);
    }

    byte[] Derive(SrtpKeyLabel label, int length)
    {
        var key = new byte[length];
        SrtpKeyDerivation.Derive(Keys.Client, label, key);
        return key;
    }
}
