using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Ice;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Media.Peer;

/// <summary>
/// One thread with its UDP sockets and all peers on them: it receives, keeps the time, drives the cores and sends. The only
/// place of the media plane with socket, clock and thread. Other threads reach it by <see cref="Enqueue"/> alone.
/// </summary>
internal sealed class MediaLoop : IDisposable
{
    const int LongestDatagram = 2048;      // browsers send at most 1200 bytes; more than this is cut and fails its check
    const int ReceiveBatch = 64;           // datagrams of one socket before the others and the timers have their turn
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    readonly TimeProvider _clock;
    readonly MediaMetrics _metrics;
    readonly ILogger _logger;
    readonly List<LoopSocket> _sockets;
    readonly Socket _wake;
    readonly ConcurrentQueue<LoopPeer> _ready = new();
    readonly ConcurrentDictionary<string, long> _dropped = new();
    readonly HashSet<LoopPeer> _peers = [];
    readonly PeerRouter _router = new();
    readonly PeerTimers _timers = new();
    readonly List<Socket> _readable = [];
    readonly byte[] _in = GC.AllocateArray<byte>(LongestDatagram, pinned: true);
    readonly byte[] _out = GC.AllocateArray<byte>(PeerCore.DatagramRoom, pinned: true);
    readonly Thread _thread;
    int _wakePending;
    long _received;
    volatile bool _stopping;

    /// <summary>Starts the thread; the loop owns the sockets from now on.</summary>
    internal MediaLoop(string name, IEnumerable<LoopSocket> sockets, TimeProvider clock, MediaMetrics metrics, ILogger logger)
    {
        (_clock, _metrics, _logger) = (clock, metrics, logger);
        _sockets = [.. sockets];
        for (var i = 0; i < _sockets.Count; i++) _sockets[i].Number = i;

        // Connected to itself, so that nobody else can wake it.
        _wake = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _wake.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _wake.Connect(_wake.LocalEndPoint!);
        _wake.Blocking = false;
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Datagrams read so far.</summary>
    internal long DatagramsReceived => Interlocked.Read(ref _received);

    /// <summary>Datagrams nobody wanted, by reason.</summary>
    internal IReadOnlyDictionary<string, long> DatagramsDropped => _dropped;

    /// <summary>Puts a peer on the list of those to be served: bounded, since each stands on it once. Any thread.</summary>
    internal void Enqueue(LoopPeer peer)
    {
        _ready.Enqueue(peer);
        Wake();
    }

    /// <summary>Ends every peer and stops the thread.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        Wake();
        if (Thread.CurrentThread != _thread) _thread.Join();
        _wake.Dispose();
    }

    void Wake()
    {
        if (Interlocked.Exchange(ref _wakePending, 1) != 0) return;
        try
        {
            _wake.Send([1]);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The loop looks at its list once a second in any case.
        }
    }

    void Run()
    {
        while (!_stopping)
        {
            WaitForInput();
            ServeReady();
            foreach (var socket in _readable)
            {
                if (socket != _wake && Find(socket) is { } readable) ReceiveFrom(readable);
            }

            FireTimers();
        }

        ServeReady();
        foreach (var peer in _peers.ToArray())
        {
            peer.Core.Fail(PeerEnd.ClosedHere);
            Settle(peer);
        }

        foreach (var socket in _sockets) socket.Dispose();
    }

    void WaitForInput()
    {
        _readable.Clear();
        _readable.Add(_wake);
        foreach (var socket in _sockets) _readable.Add(socket.Socket);
        var wait = _ready.IsEmpty ? _timers.Next : TimeSpan.Zero;
        if (wait != TimeSpan.Zero && wait != TimeSpan.MaxValue) wait -= Now();
        if (wait > LongestWait) wait = LongestWait;
        if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
        try
        {
            Socket.Select(_readable, null, null, wait);
        }
        catch (SocketException e)
        {
            _readable.Clear();
            _logger.SocketFault(e.SocketErrorCode.ToString());
            Thread.Sleep(ShortestWait);   // do not spin on a broken system call
        }

        if (!_readable.Contains(_wake)) return;
        Span<byte> one = stackalloc byte[1];
        while (_wake.Available > 0) _wake.Receive(one);
        Volatile.Write(ref _wakePending, 0);
    }

    void ServeReady()
    {
        for (var count = _ready.Count; count > 0 && _ready.TryDequeue(out var peer); count--)
        {
            if (!peer.IsAdded) Add(peer);
            if (!_peers.Contains(peer)) continue;   // over already
            try
            {
                peer.Service(Now());
            }
            catch (Exception e)   // one peer's fault is its own
            {
                Fault(peer, e);
            }

            Settle(peer);
        }
    }

    void Add(LoopPeer peer)
    {
        peer.IsAdded = true;
        _peers.Add(peer);
        _metrics.PeerAdded();
        if (peer.OwnSocket is not { } socket)
        {
            _router.Add(peer);
            return;
        }

        socket.Owner = peer;
        _sockets.Add(socket);
    }

    void ReceiveFrom(LoopSocket socket)
    {
        for (var i = 0; i < ReceiveBatch; i++)
        {
            int length;
            TransportAddress from;
            try
            {
                if (i > 0 && socket.Socket.Available == 0) return;
                length = socket.Receive(_in, out from);
            }
            catch (SocketException e)
            {
                // WouldBlock: a datagram with a bad checksum. MessageSize: longer than the buffer. ConnectionReset: an ICMP message.
                if (e.SocketErrorCode is not SocketError.WouldBlock) Drop(e.SocketErrorCode.ToString());
                return;
            }

            Interlocked.Increment(ref _received);
            _metrics.Received(length);
            Deliver(socket, from, _in.AsSpan(0, length));
            if (socket.IsDisposed) return;
        }
    }

    void Deliver(LoopSocket socket, TransportAddress from, Span<byte> datagram)
    {
        var pair = new CandidatePair(socket.Owner is null ? socket.Number : 0, from);
        var peer = socket.Owner ?? _router.Find(datagram, pair);
        if (peer is null)
        {
            Drop("NoPeer");
            return;
        }

        var now = Now();
        try
        {
            peer.Core.HandleDatagram(datagram, pair, now);
        }
        catch (Exception e)   // one peer's fault is its own
        {
            Fault(peer, e);
        }

        Settle(peer);
    }

    void FireTimers()
    {
        var now = Now();
        while (_timers.TryTake(now, out var peer))
        {
            if (_peers.Contains(peer)) Settle(peer);
        }
    }

    /// <summary>After any input: sends what is due, passes on what happened, sets the timer, and buries the dead.</summary>
    void Settle(LoopPeer peer)
    {
        var now = Now();
        try
        {
            Flush(peer, now);
            if (peer.Report(now)) Flush(peer, now);
        }
        catch (Exception e)   // one peer's fault is its own
        {
            Fault(peer, e);
        }

        if (peer.Core.End is { } reason)
        {
            Remove(peer, reason, now);
            return;
        }

        var deadline = peer.Core.Deadline;
        _timers.Schedule(peer, deadline <= now ? now + ShortestWait : deadline);
    }

    void Flush(LoopPeer peer, TimeSpan now)
    {
        while (peer.Core.Poll(now, _out, out var to) is var length and > 0) Send(peer, to, length);
        while (peer.Core.TryTakeRoute(out var pair, out var added))
        {
            if (peer.OwnSocket is null) _router.Apply(peer, pair, added);
        }
    }

    void Send(LoopPeer peer, CandidatePair to, int length)
    {
        var socket = peer.OwnSocket ?? _sockets[to.Socket];
        try
        {
            socket.Send(_out.AsSpan(0, length), to.Remote);
            _metrics.Sent();
        }
        catch (SocketException e)
        {
            Drop("Send" + e.SocketErrorCode);   // lost, as the network may lose it: every protocol here repeats what matters
        }
    }

    void Fault(LoopPeer peer, Exception fault)
    {
        _logger.PeerFault(peer.Number, fault);
        peer.Core.Fail(PeerEnd.InternalError);
    }

    void Remove(LoopPeer peer, PeerEnd reason, TimeSpan now)
    {
        try
        {
            Flush(peer, now);   // its goodbye
            peer.Core.Dispose();
        }
        catch (Exception e)
        {
            _logger.PeerFault(peer.Number, e);
        }

        _peers.Remove(peer);
        _router.Remove(peer);
        if (peer.OwnSocket is { } socket)
        {
            _sockets.Remove(socket);
            socket.Dispose();
        }

        _metrics.PeerEnded(reason);
        _logger.Ended(peer.Number, reason);
        peer.Finish(reason);
    }

    LoopSocket? Find(Socket socket)
    {
        foreach (var candidate in _sockets)
        {
            if (candidate.Socket == socket) return candidate;
        }

        return null;   // closed by an earlier turn of this round
    }

    void Drop(string reason)
    {
        _dropped.AddOrUpdate(reason, 1, static (_, count) => count + 1);
        _metrics.Dropped(reason);
    }

    TimeSpan Now() => _clock.GetElapsedTime(0);
}
