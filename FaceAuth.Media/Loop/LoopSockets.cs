using System.Net.Sockets;

namespace FaceAuth.Media.Loop;

/// <summary>The UDP sockets of a loop and the wait for one of them or of its connections. The loop's thread alone.</summary>
internal sealed class LoopSockets : IDisposable
{
    readonly List<LoopSocket> _sockets;
    readonly Dictionary<Socket, LoopSocket> _bySocket = [];
    readonly List<Socket> _readable = [];
    readonly List<Socket> _writable = [];

    internal LoopSockets(IEnumerable<LoopSocket> sockets)
    {
        _sockets = [.. sockets];
        for (var i = 0; i < _sockets.Count; i++)
        {
            _sockets[i].Number = i;
            _bySocket[_sockets[i].Socket] = _sockets[i];
        }
    }

    internal LoopSocket this[int number] => _sockets[number];

    internal void Add(LoopSocket socket)
    {
        _sockets.Add(socket);
        _bySocket[socket.Socket] = socket;
    }

    /// <summary>Closes a client's socket.</summary>
    internal void Remove(LoopSocket socket)
    {
        _sockets.Remove(socket);
        _bySocket.Remove(socket.Socket);
        socket.Dispose();
    }

    /// <summary>The UDP socket that this is; null when it is none of them, or no longer.</summary>
    internal LoopSocket? Find(Socket socket) => _bySocket.GetValueOrDefault(socket);

    /// <summary>Waits until a socket, a connection or the waker is readable, or a connection takes more.</summary>
    /// <param name="wait">At most this long; the system rounds down to milliseconds.</param>
    /// <param name="waker">Cleared when it is readable.</param>
    /// <param name="tcp">Its connections that take more are served here.</param>
    /// <param name="now">The time.</param>
    /// <returns>What can be read: UDP sockets, listeners and connections. Valid until the next call.</returns>
    /// <exception cref="SocketException">The system call failed.</exception>
    internal List<Socket> Wait(TimeSpan wait, LoopWaker waker, TcpConnections tcp, TimeSpan now)
    {
        _readable.Clear();
        _writable.Clear();
        _readable.Add(waker.Socket);
        foreach (var socket in _sockets) _readable.Add(socket.Socket);
        tcp.AddTo(_readable, _writable, now);
        Socket.Select(_readable, _writable.Count > 0 ? _writable : null, null, wait);
        foreach (var socket in _writable) tcp.HandleWritable(socket);
        if (_readable.Remove(waker.Socket)) waker.Clear();
        return _readable;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }
}
