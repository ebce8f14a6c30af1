using System.Net;
using System.Net.Sockets;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Loop;

/// <summary>One UDP socket of a loop with its reused addresses. Used by the loop's thread alone.</summary>
internal sealed class LoopSocket : IDisposable
{
    readonly SocketAddress _to;

    internal LoopSocket(IPEndPoint endPoint, int bufferBytes)
    {
        Socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6) Socket.DualMode = false;
            Socket.ReceiveBufferSize = bufferBytes;
            Socket.SendBufferSize = bufferBytes;
            Socket.Bind(endPoint);
            Socket.Blocking = false;
        }
        catch
        {
            Socket.Dispose();
            throw;
        }

        _to = TransportAddress.CreateSocketAddress(endPoint.AddressFamily);
    }

    internal Socket Socket { get; }

    internal IPEndPoint LocalEndPoint => (IPEndPoint)Socket.LocalEndPoint!;

    /// <summary>Its number in <see cref="CandidatePair.Socket"/>.</summary>
    internal int Number { get; set; }

    /// <summary>The one peer of this socket; null when all share it.</summary>
    internal LoopPeer? Owner { get; set; }

    internal bool IsDisposed { get; private set; }

    /// <summary>Says of a datagram whether it is lost on purpose, either way; null loses none.</summary>
    internal Func<bool>? Loses { get; init; }

    internal void Send(ReadOnlySpan<byte> datagram, TransportAddress to)
    {
        if (Loses?.Invoke() is true) return;
        to.CopyTo(_to);
        Socket.SendTo(datagram, SocketFlags.None, _to);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IsDisposed = true;
        Socket.Dispose();
    }
}
