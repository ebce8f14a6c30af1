using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace FaceAuth.Media.Tests.Tcp;

/// <summary>Carries the datagrams of one client to a server's TCP port and back, each in its frame.</summary>
/// <remarks>A client behind a network without UDP.</remarks>
sealed class TcpBridge : IDisposable
{
    readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly CancellationTokenSource _stop = new();
    EndPoint _client = new IPEndPoint(IPAddress.Loopback, 0);

    TcpBridge() => _udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>Connects to the TCP candidate of an answer and gives an answer that leads the client here.</summary>
    public static async Task<(TcpBridge Bridge, string AnswerSdp)> ConnectAsync(string answerSdp)
    {
        var bridge = new TcpBridge();
        var candidates = answerSdp.Split("\r\n").Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal));
        var offered = candidates.First(line => line.Contains(" tcp ", StringComparison.Ordinal)).Split(' ');
        var port = int.Parse(offered[5], System.Globalization.CultureInfo.InvariantCulture);
        await bridge._tcp.ConnectAsync(IPAddress.Parse(offered[4]), port);
        _ = bridge.ToServerAsync();
        _ = bridge.ToClientAsync();
        var lines = answerSdp.Split("\r\n").Where(line => !line.StartsWith("a=candidate:", StringComparison.Ordinal)).ToList();
        var here = ((IPEndPoint)bridge._udp.LocalEndPoint!).Port;
        lines.Insert(lines.IndexOf("a=end-of-candidates"), $"a=candidate:1 1 udp 1 127.0.0.1 {here} typ host");
        return (bridge, string.Join("\r\n", lines));
    }

    /// <summary>Cuts the connection.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _tcp.Dispose();
        _udp.Dispose();
        _stop.Dispose();
    }

    async Task ToServerAsync()
    {
        var frame = new byte[2048];
        while (!_stop.IsCancellationRequested)
        {
            var datagram = await _udp.ReceiveFromAsync(frame.AsMemory(2), _client, _stop.Token);
            _client = datagram.RemoteEndPoint;
            BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)datagram.ReceivedBytes);
            // in two parts, so that the server sees frames in pieces
            await _tcp.SendAsync(frame.AsMemory(0, 3), _stop.Token);
            await _tcp.SendAsync(frame.AsMemory(3, datagram.ReceivedBytes - 1), _stop.Token);
        }
    }

    async Task ToClientAsync()
    {
        var frame = new byte[2048];
        await using var stream = new NetworkStream(_tcp);
        while (!_stop.IsCancellationRequested)
        {
            await stream.ReadExactlyAsync(frame.AsMemory(0, 2), _stop.Token);
            var length = BinaryPrimitives.ReadUInt16BigEndian(frame);
            await stream.ReadExactlyAsync(frame.AsMemory(0, length), _stop.Token);
            await _udp.SendToAsync(frame.AsMemory(0, length), _client, _stop.Token);
        }
    }
}
