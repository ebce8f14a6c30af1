using BenchmarkDotNet.Attributes;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;

namespace FaceAuth.Bench.Media;

/// <summary>The receive path behind SRTP: packets of 4 to a picture, in order, with transport-wide numbers.</summary>
/// <remarks>
/// The plain version reads the header and joins payloads to a fresh array, with neither reordering nor feedback. One operation is one
/// packet.
/// </remarks>
[MemoryDiagnoser]
public class ReceiveBenchmark : IDisposable
{
    const int Packets = 0x1_0000;   // one cycle of sequence numbers, so the stream can repeat for ever
    const int PacketsAPicture = 4;

    readonly byte[][] _stream = new byte[Packets][];
    readonly byte[] _rtcp = new byte[1200];
    readonly Vp8Depacketizer _depacketizer = new();
    readonly List<byte> _picture = [];
    VideoReceiver _receiver = null!;
    int _at;
    long _pictures;

    [GlobalSetup]
    public void Setup()
    {
        var sender = new VideoSender(
            new VideoSenderSettings { PayloadType = 96, Ssrc = 5, TransportSequenceId = 3, Cname = "bench" },
            new RtpOptions(), new Random(1));
        byte[] key = [0x10, 2, 0, 0x9D, 1, 0x2A, 0x40, 1, 0xF0, 0, .. new byte[4400]];
        byte[] delta = [0x11, 2, 0, .. new byte[4400]];
        var buffer = new byte[1200];
        for (int i = 0, picture = 0; i < Packets; picture++)
        {
            var now = TimeSpan.FromMilliseconds(picture * 33);
            sender.TrySend(picture % 300 == 0 ? key : delta, (uint)picture * 3000, now);
            for (int length; (length = sender.PollRtp(now, buffer)) > 0;) _stream[i++] = buffer[..length];
        }

        _receiver = new VideoReceiver(
            new VideoReceiverSettings { PayloadType = 96, TransportSequenceId = 3, LocalSsrc = 1, Cname = "bench" },
            new RtpOptions(), new PacketPool(4096), new CodedPicturePool(16, 1 << 20), new Random(1));
        for (var i = 0; i < 10_000; i++) Receive();
        if (_pictures != 10_000 / PacketsAPicture) throw new InvalidOperationException($"{_pictures} pictures came out");
    }

    [Benchmark]
    public long Receive()
    {
        var now = TimeSpan.FromMilliseconds(_at * 33.0 / PacketsAPicture);
        _receiver.HandleRtp(_stream[_at++ & (Packets - 1)], now);
        while (_receiver.TryTakePicture(out var picture))
        {
            _pictures++;
            picture.Dispose();
        }

        while (_receiver.PollRtcp(now, _rtcp) > 0) { }
        return _pictures;
    }

    [Benchmark(Baseline = true)]
    public long Plain()
    {
        if (!RtpPacket.TryRead(_stream[_at++ & (Packets - 1)], out var rtp) || !_depacketizer.TryInspect(rtp.Payload, out var facts))
            return -1;
        if (facts.CanStart) _picture.Clear();
        _picture.AddRange(rtp.Payload[Vp8Packetizer.DescriptorBytes..]);
        return rtp.Marker ? _picture.ToArray().LongLength : 0;
    }

    [GlobalCleanup]
    public void Dispose() => _receiver?.Dispose();
}
