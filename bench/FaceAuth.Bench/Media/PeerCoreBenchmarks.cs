using BenchmarkDotNet.Attributes;
using FaceAuth.Media.Peer;
using FaceAuth.Testing;

namespace FaceAuth.Bench.Media;

/// <summary>A whole client and a whole server in one process, no network.</summary>
/// <remarks>
/// Both sides' work for one picture or one message, with encryption, feedback and acknowledgements. Allocation here is paid 30
/// times a second for every session.
/// </remarks>
[MemoryDiagnoser]
public class PeerCoreBenchmarks : IDisposable
{
    readonly byte[] _datagram = new byte[PeerCore.DatagramRoom];
    readonly byte[] _picture = new byte[6000];   // 1.4 Mbit/s at 30 pictures a second
    readonly byte[] _message = new byte[100];
    readonly PeerPair _pair = new(1) { KeepsPictures = false };
    TimeSpan _now;
    uint _timestamp;

    [GlobalSetup]
    public void Connect()
    {
        _pair.Connect();
        _now = _pair.Now;
        new Random(1).NextBytes(_picture);
        new byte[] { 0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01 }.CopyTo(_picture, 0);   // a keyframe of 640×480
        for (var i = 0; i < 2000; i++) Picture();   // until every history buffer exists
    }

    [Benchmark]
    public long Picture()
    {
        if (!_pair.Sender.TrySend(_picture, _timestamp += 3000, _now)) throw new InvalidOperationException("Not sent.");
        for (var i = 0; i < 33; i++)
        {
            Exchange();
            _now += TimeSpan.FromMilliseconds(1);
        }

        return _pair.Receiver.Stats.FramesReceived;
    }

    [Benchmark]
    public int Message()
    {
        if (!_pair.Client.TrySend(_message, _now)) throw new InvalidOperationException("Not sent.");
        for (var i = 0; i < 3; i++)
        {
            Exchange();
            _now += TimeSpan.FromMilliseconds(1);
        }

        var received = 0;
        while (_pair.Server.TryTakeEvent(out _)) received++;
        return received;
    }

    void Exchange()
    {
        int length;
        while ((length = _pair.Client.Poll(_now, _datagram, out _)) > 0)
            _pair.Server.HandleDatagram(_datagram.AsSpan(0, length), PeerPair.ToClient, _now);
        while ((length = _pair.Server.Poll(_now, _datagram, out _)) > 0)
            _pair.Client.HandleDatagram(_datagram.AsSpan(0, length), PeerPair.ToServer, _now);
    }

    public void Dispose()
    {
        _pair.Dispose();
        GC.SuppressFinalize(this);
    }
}
