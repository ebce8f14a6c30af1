using System.Net.Sockets;

namespace FaceAuth.Media.Peer;

/// <summary>The sockets of a loop and the wait for one of them. The loop's thread alone.</summary>
internal sealed class LoopSockets : IDisposable
{
    readonly List<LoopSocket> _sockets;
    readonly List<LoopSocket> _ready = [];
    readonly List<Socket> _readable = [];

    internal LoopSockets(IEnumerable<LoopSocket> sockets)
    {
        _sockets = [.. sockets];
        for (var i = 0; i < _sockets.Count; i++) _sockets[i].Number = i;
    }

    internal LoopSocket this[int number] => _sockets[number];

    internal void Add(LoopSocket socket) => _sockets.Add(socket);

    /// <summary>Closes a client's socket.</summary>
    internal void Remove(LoopSocket socket)
    {
        _sockets.Remove(socket);
        socket.Dispose();
    }

    /// <summary>Waits until a socket or the waker is readable. The list is valid until the next call.</summary>
    /// <param name="wait">At most this long; the system rounds down to milliseconds.</param>
    /// <param name="waker">Cleared when it is readable.</param>
    /// <exception cref="SocketException">The system call failed.</exception>
    internal List<LoopSocket> Wait(TimeSpan wait, LoopWaker waker)
    {
        _ready.Clear();
        _readable.Clear();
        _readable.Add(waker.Socket);
        foreach (var socket in _sockets) _readable.Add(socket.Socket);
        Socket.Select(_readable, null, null, wait);
        foreach (var readable in _readable)
        {
            if (readable == waker.Socket) waker.Clear();
            else if (Find(readable) is { } socket) _ready.Add(socket);
        }

        return _ready;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }

    LoopSocket? Find(Socket socket)
    {
        foreach (var candidate in _sockets)
        {
            if (candidate.Socket == socket) return candidate;
        }

        return null;
    }
}
