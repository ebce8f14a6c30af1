using System.Net;
using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using FaceAuth.Media.Loop;
using FaceAuth.Media.Peer;
using FaceAuth.Testing;

namespace FaceAuth.Bench.Media;

/// <summary>
/// The whole receive path: datagrams that wait at a UDP socket, read by the server's peer up to whole pictures, with its answers.
/// </summary>
/// <remarks>
/// 2048 wait each time, since a packet passes once only. Beside it the same with a call for each datagram, one more to learn
/// whether there is another, and answers sought after each. One operation is one datagram.
/// </remarks>
[MemoryDiagnoser]
public class SocketReceiveBenchmarks : IDisposable
{
    internal const int Datagrams = 2048;

    const int PictureBytes = 4400;   // 4 packets

    readonly byte[] _datagram = new byte[PeerCore.DatagramRoom];
    readonly byte[] _picture = new byte[PictureBytes];
    readonly PeerPair _pair = new(1) { KeepsPictures = false };
    readonly DatagramBatch _batch = new();
    readonly SocketAddress _from = new(AddressFamily.InterNetwork, 16);
    readonly Socket _receiver = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
    {
        Blocking = false,
        ReceiveBufferSize = 8 << 20,
    };
    readonly Socket _sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    // the server's, for the client
    readonly byte[][] _answers = [.. Enumerable.Range(0, Datagrams).Select(_ => new byte[PeerCore.DatagramRoom])];
    readonly int[] _answerLengths = new int[Datagrams];
    TimeSpan _now;
    uint _timestamp;
    int _waiting;
    int _answered;

    [GlobalSetup]
    public void Connect()
    {
        _receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _sender.Connect(_receiver.LocalEndPoint!);
        _pair.Connect();
        _now = _pair.Now;
        new byte[] { 0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01 }.CopyTo(_picture, 0);   // a keyframe of 640×480
        for (var i = 0; i < 20; i++)   // until every buffer exists
        {
            Fill();
            TogetherFromSocketToPicture();
        }
    }

    [IterationSetup]
    public void Fill()
    {
        for (var i = 0; i < _answered; i++) _pair.Client.HandleDatagram(_answers[i].AsSpan(0, _answerLengths[i]), PeerPair.ToServer, _now);
        _answered = 0;
        for (_waiting = 0; _waiting < Datagrams; _now += TimeSpan.FromMilliseconds(5))
        {
            _pair.Sender.TrySend(_picture, _timestamp += 3000, _now);
            for (int length; _waiting < Datagrams && (length = _pair.Client.Poll(_now, _datagram, out _)) > 0; _waiting++)
                _sender.Send(_datagram, length, SocketFlags.None);
        }
    }

    [Benchmark(OperationsPerInvoke = Datagrams)]
    public long TogetherFromSocketToPicture()
    {
        while (_waiting > 0)
        {
            var count = _batch.Receive(_receiver);
            if (count == 0)
                throw new InvalidOperationException("The socket's buffer is too small for the benchmark: raise net.core.rmem_max.");
            for (var i = 0; i < count; i++) _pair.Server.HandleDatagram(_batch.Datagram(i), PeerPair.ToClient, _now);
            TakeAnswers();
            _now += TimeSpan.FromMilliseconds(5);
            _waiting -= count;
        }

        return _pair.Receiver.Stats.FramesReceived;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Datagrams)]
    public long OneByOneFromSocketToPicture()
    {
        for (; _waiting > 0; _waiting--)
        {
            if (_receiver.Available == 0)
                throw new InvalidOperationException("The socket's buffer is too small for the benchmark: raise net.core.rmem_max.");
            var length = _receiver.ReceiveFrom(_datagram, SocketFlags.None, _from);
            _pair.Server.HandleDatagram(_datagram.AsSpan(0, length), PeerPair.ToClient, _now);
            TakeAnswers();
            if (_waiting % DatagramBatch.Capacity == 0) _now += TimeSpan.FromMilliseconds(5);
        }

        return _pair.Receiver.Stats.FramesReceived;
    }

    void TakeAnswers()
    {
        while (_pair.Server.Poll(_now, _answers[_answered], out _) is var length and > 0) _answerLengths[_answered++] = length;
    }

    public void Dispose()
    {
        _batch.Dispose();
        _receiver.Dispose();
        _sender.Dispose();
        _pair.Dispose();
        GC.SuppressFinalize(this);
    }
}
