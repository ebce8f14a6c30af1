using System.Collections.Concurrent;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;
using FaceAuth.Media.Tcp;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Media.Loop;

/// <summary>
/// One thread with its UDP sockets, its TCP connections and all peers on them: it receives, keeps the time, drives the cores and sends.
/// </summary>
/// <remarks>The only place of the media plane with clock and thread. Other threads reach it by <see cref="Enqueue"/> alone.</remarks>
internal sealed class MediaLoop : ITcpSide, IDisposable
{
    readonly TimeProvider _clock;
    readonly MediaMetrics _metrics;
    readonly ILogger _logger;
    readonly LoopSockets _sockets;
    readonly TcpConnections _tcp;
    readonly LoopWaker _waker = new();
    readonly ConcurrentQueue<LoopPeer> _ready = new();
    readonly DropCounts _dropped;
    readonly HashSet<LoopPeer> _peers = [];
    readonly PeerRouter _router = new();
    readonly PeerTimers _timers = new();
    readonly UdpInput _input;
    readonly List<LoopPeer> _touched = [];   // peers with input of this batch that are still to be settled
    readonly LoopOutput _output;
    readonly Thread _thread;
    volatile bool _stopping;
    volatile bool _stopped;

    /// <summary>Starts the thread; the loop owns the sockets from now on.</summary>
    internal MediaLoop(string name, LoopPorts ports, TcpOptions tcp, TimeProvider clock, MediaMetrics metrics, ILogger logger)
    {
        (_clock, _metrics, _logger) = (clock, metrics, logger);
        _sockets = new LoopSockets(ports.Sockets);
        _tcp = new TcpConnections(ports.Listeners, tcp, this);
        _dropped = new DropCounts(metrics);
        _input = new UdpInput(metrics, _dropped);
        _output = new LoopOutput(_sockets, _tcp, _router, metrics, _dropped);
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Datagrams read so far.</summary>
    internal long DatagramsReceived => _input.DatagramsReceived;

    /// <summary>Datagrams nobody wanted, by reason.</summary>
    internal IReadOnlyDictionary<string, long> DatagramsDropped => _dropped.ByReason;

    /// <summary>Puts a peer on the list of those to be served: bounded, since each stands on it once. Any thread.</summary>
    internal void Enqueue(LoopPeer peer)
    {
        _ready.Enqueue(peer);
        if (_stopped) EndAll();
        else _waker.Wake();
    }

    /// <summary>Ends every peer and stops the thread.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        _waker.Wake();
        if (Thread.CurrentThread != _thread) _thread.Join();
        _waker.Dispose();
    }

    void Run()
    {
        while (!_stopping)
        {
            try
            {
                Turn();
            }
            catch (Exception e)   // a fault that belongs to no peer must not stop the others
            {
                _logger.LoopFault(e);
                Thread.Sleep(PeerTimers.ShortestWait);
            }
        }

        EndAll();
        _stopped = true;
        EndAll();   // those that came in between
        _sockets.Dispose();
        _tcp.Dispose();
        _input.Dispose();
    }

    void Turn()
    {
        var readable = _sockets.Wait(_ready.IsEmpty ? _timers.WaitFrom(Now()) : TimeSpan.Zero, _waker, _tcp, Now());
        ServeReady();
        foreach (var socket in readable)
        {
            if (_sockets.Find(socket) is { } udp) ReceiveFrom(udp);
            else _tcp.HandleReadable(socket, Now());
        }

        _tcp.Sweep(Now());
        FireTimers();
    }

    /// <summary>Ends every peer, also those that still wait to be taken up. On the loop's thread, and behind it on others.</summary>
    void EndAll()
    {
        lock (_peers)
        {
            ServeReady();
            foreach (var peer in _peers.ToArray())
            {
                peer.Core.Fail(PeerEnd.ClosedHere);
                Settle(peer);
            }
        }
    }

    void ServeReady()
    {
        for (var count = _ready.Count; count > 0 && _ready.TryDequeue(out var peer); count--)
        {
            if (!peer.IsAdded) Add(peer);
            if (!_peers.Contains(peer)) continue;   // over already
            try
            {
                if (peer.TakeRestart() is { } restart) Restart(peer, restart);
                peer.Service(Now());
            }
            catch (Exception e)   // one peer's fault is its own
            {
                Fault(peer, e);
            }

            Settle(peer);
        }
    }

    void Restart(LoopPeer peer, IceGeneration restart)
    {
        peer.Core.Ice.Restart(restart.Local, restart.Remote);
        _router.Name(peer, peer.Core.Ice.UsernameFragment, peer.Core.Ice.PendingFragment);
    }

    void Add(LoopPeer peer)
    {
        peer.IsAdded = true;
        _peers.Add(peer);
        _metrics.PeerAdded();
        if (peer.OwnSocket is not { } socket)
        {
            _router.Name(peer, peer.UsernameFragment, null);
            return;
        }

        socket.Owner = peer;
        _sockets.Add(socket);
    }

    /// <summary>Takes what waits at a socket. Whoever got something is settled once, behind all of it.</summary>
    void ReceiveFrom(LoopSocket socket)
    {
        var count = _input.Receive(socket);
        var now = Now();
        for (var i = 0; i < count; i++)
        {
            if (socket.IsDisposed) break;   // its client's end was among what came in
            if (socket.Loses?.Invoke() is not true) Deliver(socket, _input.From(i), _input.Datagram(i), now);
        }

        foreach (var peer in _touched)
        {
            peer.IsTouched = false;
            if (_peers.Contains(peer)) Settle(peer);   // else it is over already
        }

        _touched.Clear();
    }

    void Deliver(LoopSocket socket, TransportAddress from, Span<byte> datagram, TimeSpan now)
    {
        var pair = new CandidatePair(socket.Owner is null ? socket.Number : 0, from);
        if ((socket.Owner ?? _router.Find(datagram, pair)) is not { } peer)
        {
            _dropped.Add("NoPeer");
            return;
        }

        Handle(peer, pair, datagram, now);
        if (StunMessage.LooksLikeStun(datagram))
        {
            Settle(peer);   // at once: what follows may come by the address that this made valid
        }
        else if (!peer.IsTouched)
        {
            peer.IsTouched = true;
            _touched.Add(peer);
        }
    }

    void Handle(LoopPeer peer, CandidatePair pair, Span<byte> datagram, TimeSpan now)
    {
        try
        {
            peer.Core.HandleDatagram(datagram, pair, now);
        }
        catch (Exception e)   // one peer's fault is its own
        {
            Fault(peer, e);
        }
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
            var wasUp = peer.IsUp;
            _output.Flush(peer, now);
            if (peer.Report(now)) _output.Flush(peer, now);
            if (!wasUp && peer.IsUp) _logger.Connected(peer.Number);
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
        _timers.Schedule(peer, deadline <= now ? now + PeerTimers.ShortestWait : deadline);
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
            _output.Flush(peer, now);   // its goodbye
            peer.Core.Dispose();
        }
        catch (Exception e)
        {
            _logger.PeerFault(peer.Number, e);
        }

        _peers.Remove(peer);
        _router.Remove(peer);
        _tcp.CloseAll(peer);
        if (peer.OwnSocket is { } socket) _sockets.Remove(socket);
        _metrics.PeerEnded(reason);
        _logger.Ended(peer.Number, reason);
        peer.Finish(reason);
    }

    bool ITcpSide.HandleFrame(TcpConnection connection, Span<byte> frame)
    {
        _input.Count(1, frame.Length);
        if ((connection.Owner ?? _router.Find(frame, connection.Pair)) is not { } peer) return false;
        Handle(peer, connection.Pair, frame, Now());
        Settle(peer);
        return true;
    }

    void ITcpSide.HandleEnd(LoopPeer peer, CandidatePair pair)
    {
        peer.Core.Ice.Forget(pair, Now());
        Settle(peer);
    }

    void ITcpSide.Drop(string reason) => _dropped.Add(reason);

    TimeSpan Now() => _clock.GetElapsedTime(0);
}
