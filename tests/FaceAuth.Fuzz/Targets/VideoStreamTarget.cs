using System.Buffers.Binary;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Rtp.Rtcp;

namespace FaceAuth.Fuzz.Targets;

/// <summary>RTP and RTCP into a receiver: it never spins, and holds no more than its pools lend.</summary>
internal sealed class VideoStreamTarget : FuzzTarget
{
    const byte Video = 96, Rtx = 97, TransportSequence = 3;
    const uint Ssrc = 0xCAFE, Other = 0xD00D;

    readonly PacketPool _packets = new(limit: 1024);
    readonly CodedPicturePool _pictures = new(limit: 8, maxBytes: 100_000);
    readonly VideoReceiver _receiver;
    readonly byte[] _rtcp = new byte[1200];
    TimeSpan _now = TimeSpan.FromSeconds(1);
    ushort _sequence;
    int _number;

    public VideoStreamTarget(VideoCodec codec)
    {
        Seeds = codec == VideoCodec.H264 ? [.. H264, .. Any] : [.. Vp8, .. Any];
        _receiver = new VideoReceiver(
            new VideoReceiverSettings
            {
                Codec = codec,
                PayloadType = Video,
                RtxPayloadType = Rtx,
                TransportSequenceId = TransportSequence,
                LocalSsrc = 1,
                Cname = "fuzz",
            },
            new RtpOptions(), _packets, _pictures, new Random(1));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds { get; }

    static IReadOnlyList<byte[]> Vp8 =>
    [
        Packet(0, Video, false, 0x10, 0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xF0, 0x00, 1, 2),
        Packet(0, Video, true, 0x00, 3, 4),
        Packet(3000, Video, true, 0x10, 0x11, 0x02, 0x00, 5),
        Packet(3000, Rtx, true, 0, 1, 0x00, 3, 4),
        Packet(6000, Video, Other, true, 0x10, 0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xF0, 0x00, 1, 2),
    ];

    // parameter sets alone and together, a keyframe with and without, a small unit as one fragment, zeros behind a unit
    static IReadOnlyList<byte[]> H264 =>
    [
        Packet(0, Video, false, [.. Sequence]),
        Packet(0, Video, false, [.. Picture]),
        Packet(0, Video, true, 0x65, 0x88, 0x84, 0x21, 0xA0),
        Packet(3000, Video, true, 0x7C, 0xC5, 0x88, 0x84, 0x21, 0xA0),
        Packet(6000, Video, true, [0x78, 0, (byte)Sequence.Length, .. Sequence, 0, (byte)Picture.Length, .. Picture, 0, 0]),
        Packet(9000, Video, true, 0x41, 0x9A, 0x20, 0xE8, 0x12),
        Packet(9000, Rtx, true, 0, 1, 0x65, 0x88, 0x84),
        Packet(0, Video, Other, true, 0x65, 0x88, 0x84, 0x21, 0xA0),
    ];

    static ReadOnlySpan<byte> Sequence =>
        [0x67, 0x42, 0xC0, 0x14, 0xDA, 0x05, 0x07, 0xE8, 0x40, 0x00, 0x00, 0x03, 0x00, 0x40, 0x00, 0x00, 0x0C, 0x83, 0xC5, 0x0A, 0xA8];

    static ReadOnlySpan<byte> Picture => [0x68, 0xCE, 0x3C, 0x80];

    static IReadOnlyList<byte[]> Any => [Report(), Bye()];

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

    static byte[] Packet(uint timestamp, byte type, bool marker, params byte[] payload) => Packet(timestamp, type, Ssrc, marker, payload);

    static byte[] Packet(uint timestamp, byte type, uint ssrc, bool marker, params byte[] payload)
    {
        byte[] extension = [0xBE, 0xDE, 0, 1, TransportSequence << 4 | 1, 0, 1, 0];
        byte[] packet = [0x90, (byte)(type | (marker ? 0x80 : 0)), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. extension, .. payload];
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        return packet;
    }

    static byte[] Bye()
    {
        var bye = new byte[100];
        return bye[..Goodbye.Write(bye, Ssrc)];
    }

    static byte[] Report()
    {
        var report = new byte[100];
        return report[..new SenderReport(Ssrc, 5, 6, 7, 8).Write(report)];
    }
}
