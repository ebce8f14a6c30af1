using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using FaceAuth.Media.Dtls;

namespace FaceAuth.Media.Tests.Dtls;

/// <summary>A socket with a handshake pool behind it, for one peer.</summary>
sealed class UdpPeer : IDisposable
{
    readonly DtlsHandshakePool _pool = new(new() { HandshakeThreads = 1 }, TimeProvider.System);
    readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    readonly Channel<byte[]> _afterwards = Channel.CreateBounded<byte[]>(100);
    readonly Lock _gate = new();
    readonly HandshakeSide _side = new();
    Action<byte[]> _handler = _ => { };

    public UdpPeer() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Loses the first datagram of ours that fits.</summary>
    public Func<byte[], bool> LosesFirst { get; set; } = _ => false;

    /// <summary>Runs a handshake with whoever sends first, or with <paramref name="remote"/>.</summary>
    public async Task<UdpDtls> ConnectAsync(DtlsHandshakeRequest request, IPEndPoint? remote)
    {
        DtlsHandshake? handshake = null;
        _side.Deliver = datagram =>
        {
            if (LosesFirst(datagram)) LosesFirst = _ => false;
            else _socket.Send(datagram);
        };
        _handler = datagram =>
        {
            if (handshake is null) Assert.True(_pool.TryStart(request, _side, out handshake));
            handshake.Offer(datagram);
        };
        if (remote is not null)
        {
            await _socket.ConnectAsync(remote);
            Assert.True(_pool.TryStart(request, _side, out handshake));
        }

        new Thread(Receive) { IsBackground = true }.Start();
        if (await _side.EndAsync() is { } failure) throw new HandshakeFailedException(failure);

        lock (_gate)
        {
            var buffer = new byte[DtlsInbox.MaxDatagram];
            while (handshake!.TryTakeUnread(buffer, out var length)) _afterwards.Writer.TryWrite(buffer[..length]);
            _handler = datagram => _afterwards.Writer.TryWrite(datagram);
        }

        return new(_socket, _side.Keys!, _afterwards.Reader);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _socket.Dispose();
    }

    void Receive()
    {
        var buffer = new byte[DtlsInbox.MaxDatagram];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
            {
                var length = _socket.ReceiveFrom(buffer, ref from);
                if (!_socket.Connected) _socket.Connect(from);
                lock (_gate) _handler(buffer[..length]);
            }
        }
        catch (SocketException)
        {
            // closed
        }
        catch (ObjectDisposedException)
        {
            // closed
        }
    }
}
