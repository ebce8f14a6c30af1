using System.Net.Sockets;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Peer;

namespace FaceAuth.Media.Loop;

/// <summary>What leaves a loop.</summary>
/// <remarks>
/// Datagrams leave by the socket or connection of their pair, address changes go to router and connections. The loop's thread alone.
/// </remarks>
internal sealed class LoopOutput(LoopSockets sockets, TcpConnections tcp, PeerRouter router, MediaMetrics metrics, DropCounts dropped)
{
    readonly byte[] _out = GC.AllocateArray<byte>(PeerCore.DatagramRoom, pinned: true);

    /// <summary>Sends what the peer has to send now and follows its addresses.</summary>
    internal void Flush(LoopPeer peer, TimeSpan now)
    {
        while (peer.Core.Poll(now, _out, out var to) is var length and > 0) Send(peer, to, length);
        while (peer.Core.TryTakeRoute(out var pair, out var added))
        {
            if (peer.OwnSocket is not null) continue;
            router.Apply(peer, pair, added);
            if (!pair.IsTcp) continue;
            if (added) tcp.Admit(pair.Socket, peer);
            else tcp.Close(pair.Socket);
        }
    }

    void Send(LoopPeer peer, CandidatePair to, int length)
    {
        if (to.IsTcp)
        {
            if (tcp.TrySend(to.Socket, _out.AsSpan(0, length))) metrics.Sent();
            else dropped.Add("SendTcp");
            return;
        }

        var socket = peer.OwnSocket ?? sockets[to.Socket];
        try
        {
            socket.Send(_out.AsSpan(0, length), to.Remote);
            metrics.Sent();
        }
        catch (SocketException e)
        {
            dropped.Add("Send" + e.SocketErrorCode);   // lost, as the network may lose it: every protocol here repeats what matters
        }
    }
}
