using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using FaceAuth.Media.Srtp;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace FaceAuth.Bench.Media;

/// <summary>
/// One SRTP packet of 1200 bytes, checked and decrypted, beside the same cipher in BouncyCastle without rollover counter and replay window.
/// </summary>
/// <remarks>A packet passes once only, so each iteration takes a fresh receiver through a fresh copy of them all.</remarks>
[MemoryDiagnoser]
public class SrtpUnprotectBenchmarks
{
    const int Packets = 8192;
    const int Length = 1200;
    const int Header = 12;

    readonly byte[] _key = new byte[16];
    readonly byte[] _macKey = new byte[20];
    readonly byte[] _nonce = new byte[16];
    readonly byte[] _output = new byte[Length];
    byte[][] _sealed = [];
    byte[][] _packets = [];
    byte[][] _bouncySealed = [];
    SrtpKeys? _keys;
    SrtpReceiver? _receiver;

    [Params(SrtpProfileName.Gcm, SrtpProfileName.Cm)]
    public SrtpProfileName Profile { get; set; }

    SrtpProfile WireProfile => Profile == SrtpProfileName.Gcm ? SrtpProfile.AeadAes128Gcm : SrtpProfile.Aes128CmHmacSha1Tag80;

    [GlobalSetup]
    public void Setup()
    {
        _keys = SrtpKeys.FromExporter(WireProfile, new byte[SrtpKeys.ExporterLength(WireProfile)]);
        using var sender = new SrtpSender(_keys.Client);
        _sealed = new byte[Packets][];
        for (var i = 0; i < Packets; i++)
        {
            var packet = new byte[Length + sender.RtpOverhead];
            packet[0] = 0x80;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)i);
            sender.ProtectRtp(packet, Length);
            _sealed[i] = packet;
        }

        _packets = [.. _sealed.Select(packet => new byte[packet.Length])];
        _bouncySealed = [.. Enumerable.Range(0, Packets).Select(_ => SealWithBouncyCastle())];
    }

    [IterationSetup]
    public void Refill()
    {
        _receiver?.Dispose();
        _receiver = new(_keys!.Client);
        for (var i = 0; i < Packets; i++) _sealed[i].CopyTo(_packets[i], 0);
        _receiver.TryUnprotectRtp(_packets[0], out _);
    }

    [Benchmark(OperationsPerInvoke = Packets - 1)]
    public int Ours()
    {
        var passed = 0;
        for (var i = 1; i < Packets; i++) passed += _receiver!.TryUnprotectRtp(_packets[i], out _) ? 1 : 0;
        return passed == Packets - 1 ? passed : throw new InvalidOperationException("A packet did not pass.");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Packets - 1)]
    public int BouncyCastle()
    {
        var total = 0;
        for (var i = 1; i < Packets; i++) total += Profile == SrtpProfileName.Gcm ? OpenGcm(_bouncySealed[i]) : OpenCm(_bouncySealed[i]);
        return total;
    }

    byte[] SealWithBouncyCastle()
    {
        if (Profile == SrtpProfileName.Cm) return new byte[Length + 10];
        var gcm = new GcmBlockCipher(new AesEngine());
        gcm.Init(true, new AeadParameters(new KeyParameter(_key), 128, _nonce[..12], new byte[Header]));
        var packet = new byte[Length + 16];
        var length = gcm.ProcessBytes(new byte[Length - Header], 0, Length - Header, packet, Header);
        gcm.DoFinal(packet, Header + length);
        return packet;
    }

    int OpenGcm(byte[] packet)
    {
        var gcm = new GcmBlockCipher(new AesEngine());
        gcm.Init(false, new AeadParameters(new KeyParameter(_key), 128, _nonce[..12], packet[..Header]));
        var length = gcm.ProcessBytes(packet, Header, packet.Length - Header, _output, 0);
        return length + gcm.DoFinal(_output, length);
    }

    int OpenCm(byte[] packet)
    {
        var mac = new HMac(new Sha1Digest());
        mac.Init(new KeyParameter(_macKey));
        mac.BlockUpdate(packet, 0, Length);
        mac.BlockUpdate(_nonce, 0, 4);
        mac.DoFinal(_output, 0);

        var counter = new SicBlockCipher(new AesEngine());
        counter.Init(true, new ParametersWithIV(new KeyParameter(_key), _nonce));
        for (var at = Header; at + 16 <= Length; at += 16) counter.ProcessBlock(packet, at, _output, at);
        return Length;
    }
}
