using System.Buffers.Binary;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Rtp.Rtcp;

namespace FaceAuth.Fuzz.Targets;

/// <summary>RTP and RTCP into a receiver: it never spins, and holds no more than its pools lend.</summary>
internal sealed class VideoStreamTarget : FuzzTarget
{
    const byte Video = 96, Rtx = 97, TransportSequence = 3;
    const uint Ssrc = 0xCAFE;

    readonly PacketPool _packets = new(limit: 1024);
    readonly CodedPicturePool _pictures = new(limit: 8, maxBytes: 100_000);
    readonly VideoReceiver _receiver;
    readonly byte[] _rtcp = new byte[1200];
    TimeSpan _now = TimeSpan.FromSeconds(1);
    ushort _sequence;
    int _number;

    public VideoStreamTarget() => _receiver = new VideoReceiver(
        new VideoReceiverSettings
        {
            PayloadType = Video,
            RtxPayloadType = Rtx,
            TransportSequenceId = TransportSequence,
            LocalSsrc = 1,
            Cname = "fuzz",
        },
        new RtpOptions(), _packets, _pictures, new Random(1));

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Packet(0, Video, false, 0x10, 0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xF0, 0x00, 1, 2),
        Packet(0, Video, true, 0x00, 3, 4),
        Packet(3000, Video, true, 0x10, 0x11, 0x02, 0x00, 5),
        Packet(3000, Rtx, true, 0, 1, 0x00, 3, 4),
        Report(),
    ];

    /// <inheritdoc/>
    public override int Inputs => 5000;

    /// <inheritdoc/>
    public override void Run(Span<byte> input)
    {
        // most packets follow the one before, or nothing but the first check would ever be met
        if (_number++ % 4 != 0 && input.Length >= 12) BinaryPrimitives.WriteUInt16BigEndian(input[2..], _sequence++);
        _now += TimeSpan.FromMilliseconds(_number % 3);
        if (_number % 7 == 0) _receiver.HandleRtcp(input, _now);
        else _receiver.HandleRtp(input, _now);
        while (_receiver.TryTakePicture(out var picture)) picture.Dispose();
        for (var polls = 0; _receiver.PollRtcp(_now, _rtcp) > 0; polls++)
            if (polls > 20) throw new InvalidOperationException("It never stops sending.");
        if (_receiver.Deadline <= _now) throw new InvalidOperationException("The deadline stays in the past.");
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _receiver.Dispose();
        if (_packets.Out != 0 || _pictures.Out != 0)
            throw new InvalidOperationException($"{_packets.Out} packets and {_pictures.Out} pictures are still out.");
        base.Dispose();
    }

    static byte[] Packet(uint timestamp, byte type, bool marker, params byte[] payload)
    {
        byte[] extension = [0xBE, 0xDE, 0, 1, TransportSequence << 4 | 1, 0, 1, 0];
        byte[] packet = [0x90, (byte)(type | (marker ? 0x80 : 0)), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. extension, .. payload];
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), Ssrc);
        return packet;
    }

    static byte[] Report()
    {
        var report = new byte[100];
        return report[..new SenderReport(Ssrc, 5, 6, 7, 8).Write(report)];
    }
}
