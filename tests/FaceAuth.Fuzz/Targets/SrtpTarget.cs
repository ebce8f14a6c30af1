using System.Buffers.Binary;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Fuzz.Targets;

/// <summary>SRTP and SRTCP of both profiles: nothing that is not the original is taken for genuine.</summary>
internal sealed class SrtpTarget : FuzzTarget
{
    readonly List<SrtpReceiver> _receivers = [];
    readonly List<byte[]> _seeds = [];

    public SrtpTarget()
    {
        foreach (var profile in Enum.GetValues<SrtpProfile>())
        {
            var material = new byte[SrtpKeys.ExporterLength(profile)];
            new Random(5).NextBytes(material);
            using var keys = SrtpKeys.FromExporter(profile, material);
            using var sender = new SrtpSender(keys.Client, CipherEngine.Best, 256);
            _receivers.Add(new SrtpReceiver(keys.Client, CipherEngine.Best));
            if (CipherEngine.Best != CipherEngine.Managed) _receivers.Add(new SrtpReceiver(keys.Client, CipherEngine.Managed));
            for (ushort sequence = 1; sequence <= 4; sequence++)
            {
                var rtp = new byte[112 + sender.RtpOverhead];
                (rtp[0], rtp[1]) = (0x80, 96);
                BinaryPrimitives.WriteUInt16BigEndian(rtp.AsSpan(2), sequence);
                _seeds.Add(rtp[..sender.ProtectRtp(rtp, 112)]);
                var rtcp = new byte[28 + sender.RtcpOverhead];
                (rtcp[0], rtcp[1]) = (0x80, 201);
                _seeds.Add(rtcp[..sender.ProtectRtcp(rtcp, 28)]);
            }
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds => _seeds;

    /// <inheritdoc/>
    public override void Run(Span<byte> input)
    {
        var isOriginal = false;
        foreach (var seed in _seeds) isOriginal |= input.SequenceEqual(seed);
        if (isOriginal) return;
        Span<byte> copy = stackalloc byte[4096];
        foreach (var receiver in _receivers)
        {
            input.CopyTo(copy);
            var taken = receiver.TryUnprotectRtp(copy[..input.Length], out _);
            input.CopyTo(copy);
            taken |= receiver.TryUnprotectRtcp(copy[..input.Length], out _);
            if (taken) throw new InvalidOperationException("A forged packet was taken.");
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var receiver in _receivers) receiver.Dispose();
        base.Dispose();
    }
}
