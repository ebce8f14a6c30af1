using System.Buffers.Binary;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Media.Tests.Srtp;

/// <summary>A sender and a receiver under one key, and packets for them.</summary>
sealed class SrtpPair : IDisposable
{
    public const uint Ssrc = 0x1234_5678;

    public SrtpPair(SrtpProfile profile, CipherEngine engine, int maxSources = SrtpReceiver.DefaultMaxSources)
    {
        var material = new byte[SrtpKeys.ExporterLength(profile)];
        new Random(5).NextBytes(material);
        using var keys = SrtpKeys.FromExporter(profile, material);
        Sender = new(keys.Client, engine, 256);
        Receiver = new(keys.Client, engine, maxSources);
    }

    public SrtpSender Sender { get; }

    public SrtpReceiver Receiver { get; }

    /// <summary>Both profiles, as theory data.</summary>
    public static TheoryData<int> Profiles => [(int)SrtpProfile.AeadAes128Gcm, (int)SrtpProfile.Aes128CmHmacSha1Tag80];

    public static byte[] Rtp(ushort sequence, uint ssrc = Ssrc, int payload = 100)
    {
        var packet = new byte[12 + payload];
        new Random(sequence).NextBytes(packet);
        packet[0] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        return packet;
    }

    public static byte[] Rtcp(uint ssrc = Ssrc, int body = 20)
    {
        var packet = new byte[8 + body];
        new Random(7).NextBytes(packet);
        packet[0] = 0x80;
        packet[1] = 201;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet;
    }

    public byte[] Protect(byte[] rtp)
    {
        var buffer = new byte[rtp.Length + Sender.RtpOverhead];
        rtp.CopyTo(buffer, 0);
        Assert.Equal(buffer.Length, Sender.ProtectRtp(buffer, rtp.Length));
        return buffer;
    }

    public byte[] ProtectRtcp(byte[] rtcp)
    {
        var buffer = new byte[rtcp.Length + Sender.RtcpOverhead];
        rtcp.CopyTo(buffer, 0);
        Assert.Equal(buffer.Length, Sender.ProtectRtcp(buffer, rtcp.Length));
        return buffer;
    }

    public bool Unprotect(byte[] srtp) => Receiver.TryUnprotectRtp([.. srtp], out _);

    public bool UnprotectRtcp(byte[] srtcp) => Receiver.TryUnprotectRtcp([.. srtcp], out _);

    public void Dispose()
    {
        Sender.Dispose();
        Receiver.Dispose();
    }
}
