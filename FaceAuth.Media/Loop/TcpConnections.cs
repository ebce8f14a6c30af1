using System.Net.Sockets;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Peer;
using FaceAuth.Media.Stun;
using FaceAuth.Media.Tcp;

namespace FaceAuth.Media.Loop;

/// <summary>
/// The TCP side of a loop: listening sockets and their connections (ICE-TCP, passive, RFC 6544 https://www.rfc-editor.org/rfc/rfc6544).
/// </summary>
/// <remarks>
/// A connection is nobody's until a valid check came on it and lives as long as ICE holds its pair valid; before that it may send checks
/// alone, a few, for a few seconds. No thread, task or timer of its own. The loop's thread alone.
/// </remarks>
internal sealed class TcpConnections(IReadOnlyList<Socket> listeners, TcpOptions options, ITcpSide side) : IDisposable
{
    const int AcceptBatch = 8;      // connections taken before the rest has its turn
    const int ReceiveBatch = 16;    // reads of one connection, likewise
    const int MaxAttempts = 4;      // checks of a connection that is nobody's
    static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(200);   // when the system has no more handles

    readonly Dictionary<int, TcpConnection> _byNumber = [];
    readonly Dictionary<Socket, TcpConnection> _bySocket = [];
    readonly List<TcpConnection> _pending = [];    // nobody's yet, oldest first
    readonly List<TcpConnection> _broken = [];
    readonly byte[] _scratch = new byte[sizeof(ushort) + PeerCore.DatagramRoom];
    int _nextNumber = CandidatePair.FirstConnection;
    TimeSpan _acceptAt = TimeSpan.MinValue;

    /// <summary>Connections now.</summary>
    internal int Count => _byNumber.Count;

    /// <summary>Adds what the loop has to wait for.</summary>
    internal void AddTo(List<Socket> readable, List<Socket> writable, TimeSpan now)
    {
        if (now >= _acceptAt) readable.AddRange(listeners);
        foreach (var (socket, connection) in _bySocket)
        {
            readable.Add(socket);
            if (connection.HasBacklog) writable.Add(socket);
        }
    }

    /// <summary>Something can be read or accepted here; false when the socket is none of these.</summary>
    internal bool HandleReadable(Socket socket, TimeSpan now)
    {
        if (_bySocket.TryGetValue(socket, out var connection)) Receive(connection);
        else if (listeners.Contains(socket)) Accept(socket, now);
        else return false;
        return true;
    }

    internal void HandleWritable(Socket socket)
    {
        if (!_bySocket.TryGetValue(socket, out var connection)) return;
        connection.SendBacklog();
        if (connection.IsBroken) _broken.Add(connection);
    }

    /// <summary>Sends to a connection; false when it is gone or takes no more.</summary>
    internal bool TrySend(int number, ReadOnlySpan<byte> datagram)
    {
        if (!_byNumber.TryGetValue(number, out var connection) || connection.IsBroken) return false;
        var sent = connection.TrySend(datagram, _scratch);
        if (connection.IsBroken) _broken.Add(connection);
        return sent;
    }

    /// <summary>A check made this connection the peer's.</summary>
    internal void Admit(int number, LoopPeer peer)
    {
        if (!_byNumber.TryGetValue(number, out var connection) || connection.Owner is not null) return;
        connection.Admit(peer);
        _pending.Remove(connection);
    }

    /// <summary>ICE has no more use for it.</summary>
    internal void Close(int number)
    {
        if (_byNumber.TryGetValue(number, out var connection)) Remove(connection);
    }

    /// <summary>Closes every connection of a peer that is over.</summary>
    internal void CloseAll(LoopPeer peer)
    {
        foreach (var connection in _byNumber.Values.Where(connection => connection.Owner == peer).ToArray()) Remove(connection);
    }

    /// <summary>Closes what failed to send and what has not shown a valid check in time. Once a turn.</summary>
    internal void Sweep(TimeSpan now)
    {
        while (_pending.Count > 0 && now >= _pending[0].AdmitBy) End(_pending[0], "TcpLate");
        for (var i = 0; i < _broken.Count; i++) End(_broken[i], "TcpBroken");   // the list may grow meanwhile
        _broken.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var listener in listeners) listener.Dispose();
        foreach (var connection in _byNumber.Values.ToArray()) Remove(connection);
    }

    void Accept(Socket listener, TimeSpan now)
    {
        for (var i = 0; i < AcceptBatch; i++)
        {
            try
            {
                if (i > 0 && !listener.Poll(TimeSpan.Zero, SelectMode.SelectRead)) return;
                Take(listener.Accept(), now);
            }
            catch (SocketException e)
            {
                side.Drop("TcpAccept" + e.SocketErrorCode);   // gone before it was taken, or no handles left
                if (e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
                    _acceptAt = now + AcceptPause;
                return;
            }
        }
    }

    void Take(Socket socket, TimeSpan now)
    {
        TcpConnection connection;
        try
        {
            connection = new TcpConnection(socket, _nextNumber++, now + options.AdmissionDeadline, options.BacklogBytes);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        if (_nextNumber == int.MaxValue) _nextNumber = CandidatePair.FirstConnection;
        if (IsCrowded(connection.Pair.Remote, out var oldest)) End(oldest, "TcpCrowded");
        if (_byNumber.Count >= options.MaxConnections && _pending.Count > 0) End(_pending[0], "TcpCrowded");
        if (_byNumber.Count >= options.MaxConnections)
        {
            side.Drop("TcpFull");
            connection.Dispose();
            return;
        }

        _byNumber[connection.Pair.Socket] = connection;
        _bySocket[socket] = connection;
        _pending.Add(connection);
    }

    void Receive(TcpConnection connection)
    {
        for (var i = 0; i < ReceiveBatch && !connection.IsClosed; i++)
        {
            var count = connection.Receive();
            if (count == 0) return;
            if (count < 0)
            {
                End(connection, null);
                return;
            }

            while (!connection.IsClosed && connection.Frames.TryTake(out var frame))
            {
                if (connection.Owner is null && ++connection.Attempts > MaxAttempts || !side.HandleFrame(connection, frame))
                    End(connection, "TcpRefused");
            }

            if (connection.Frames.IsRefused) End(connection, "TcpRefused");
        }
    }

    bool IsCrowded(TransportAddress address, out TcpConnection oldest)
    {
        oldest = null!;
        var count = 0;
        foreach (var connection in _pending)
        {
            if (!connection.Pair.Remote.HasAddressOf(address)) continue;
            if (count++ == 0) oldest = connection;
        }

        return count >= options.MaxPendingPerAddress;
    }

    /// <summary>Closes a connection and lets ICE know.</summary>
    void End(TcpConnection connection, string? reason)
    {
        if (connection.IsClosed) return;
        if (reason is not null) side.Drop(reason);
        Remove(connection);
        if (connection.Owner is { } owner) side.HandleEnd(owner, connection.Pair);
    }

    void Remove(TcpConnection connection)
    {
        _byNumber.Remove(connection.Pair.Socket);
        _bySocket.Remove(connection.Socket);
        _pending.Remove(connection);
        connection.Dispose();
    }
}
