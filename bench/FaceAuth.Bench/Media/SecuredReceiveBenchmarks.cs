using BenchmarkDotNet.Attributes;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Bench.Media;

/// <summary>A packet from SRTP to its picture: checked, decrypted, put in order, joined, fed back.</summary>
/// <remarks>
/// Packets of 4 to a picture, AES-128-GCM. A packet passes once only, so each iteration takes fresh receivers through a fresh copy of them
/// all. One operation is one packet.
/// </remarks>
[MemoryDiagnoser]
public class SecuredReceiveBenchmarks : IDisposable
{
    internal const int Counted = Packets - First;

    const int Packets = 1024;   // fit the processor's cache, as what a socket just gave does
    const int PacketsAPicture = 4;
    const int First = 64;   // go through before the clock runs: buffers are made

    readonly byte[][] _sealed = new byte[Packets][];
    readonly byte[][] _packets = new byte[Packets][];
    readonly byte[] _rtcp = new byte[1200];
    readonly PacketPool _pool = new(4096);
    readonly CodedPicturePool _pictures = new(16, 1 << 20);
    readonly SrtpKeys _keys = SrtpKeys.FromExporter(
        SrtpProfile.AeadAes128Gcm, new byte[SrtpKeys.ExporterLength(SrtpProfile.AeadAes128Gcm)]);
    SrtpReceiver? _srtp;
    VideoReceiver? _receiver;

    [GlobalSetup]
    public void Setup()
    {
        var video = new VideoSender(
            new VideoSenderSettings { PayloadType = 96, Ssrc = 5, TransportSequenceId = 3, Cname = "bench" },
            new RtpOptions(), new Random(1));
        using var srtp = new SrtpSender(_keys.Client, CipherEngine.Best);
        byte[] key = [0x10, 2, 0, 0x9D, 1, 0x2A, 0x40, 1, 0xF0, 0, .. new byte[4400]];
        byte[] delta = [0x11, 2, 0, .. new byte[4400]];
        for (int i = 0, picture = 0; i < Packets; picture++)
        {
            video.TrySend(picture == 0 ? key : delta, (uint)picture * 3000, TimeSpan.FromMilliseconds(picture * 33));
            var buffer = new byte[1200 + srtp.RtpOverhead];
            for (int length; i < Packets && (length = video.PollRtp(TimeSpan.FromMilliseconds(picture * 33), buffer)) > 0;)
            {
                _sealed[i] = buffer[..srtp.ProtectRtp(buffer, length)];
                _packets[i] = new byte[_sealed[i++].Length];
            }
        }
    }

    [IterationSetup]
    public void Refill()
    {
        _srtp?.Dispose();
        _receiver?.Dispose();
        _srtp = new SrtpReceiver(_keys.Client, CipherEngine.Best);
        _receiver = new VideoReceiver(
            new VideoReceiverSettings { PayloadType = 96, TransportSequenceId = 3, LocalSsrc = 1, Cname = "bench" },
            new RtpOptions(), _pool, _pictures, new Random(1));
        for (var i = 0; i < Packets; i++) _sealed[i].CopyTo(_packets[i], 0);
        if (Receive(0, First) != First / PacketsAPicture) throw new InvalidOperationException("The first pictures did not come out.");
    }

    [Benchmark(OperationsPerInvoke = Counted)]
    public int FromSrtpToPicture()
    {
        var pictures = Receive(First, Packets);
        return pictures == Counted / PacketsAPicture ? pictures : throw new InvalidOperationException($"{pictures} pictures came out.");
    }

    int Receive(int from, int until)
    {
        var pictures = 0;
        for (var i = from; i < until; i++)
        {
            var now = TimeSpan.FromMilliseconds(i * 33.0 / PacketsAPicture);
            if (!_srtp!.TryUnprotectRtp(_packets[i], out var length)) throw new InvalidOperationException("A packet did not pass.");
            _receiver!.HandleRtp(_packets[i].AsSpan(0, length), now);
            for (; _receiver.TryTakePicture(out var picture); pictures++) picture.Dispose();
            while (_receiver.PollRtcp(now, _rtcp) > 0) { }
        }

        return pictures;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _srtp?.Dispose();
        _receiver?.Dispose();
        GC.SuppressFinalize(this);
    }
}
