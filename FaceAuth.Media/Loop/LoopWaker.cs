using System.Net;
using System.Net.Sockets;

namespace FaceAuth.Media.Loop;

/// <summary>Interrupts a loop's wait from other threads: a socket that is connected to itself, so that nobody else can wake it.</summary>
internal sealed class LoopWaker : IDisposable
{
    int _pending;

    internal LoopWaker()
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Socket.Connect(Socket.LocalEndPoint!);
        Socket.Blocking = false;
    }

    /// <summary>Readable when the loop is wanted.</summary>
    internal Socket Socket { get; }

    /// <summary>Any thread; at most one datagram is on the way.</summary>
    internal void Wake()
    {
        if (Interlocked.Exchange(ref _pending, 1) != 0) return;
        try
        {
            Socket.Send([1]);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Volatile.Write(ref _pending, 0);   // the loop looks at its list once a second in any case
        }
    }

    /// <summary>The loop's thread, before it looks at its list.</summary>
    internal void Clear()
    {
        Span<byte> one = stackalloc byte[1];
        while (Socket.Available > 0) Socket.Receive(one);
        Volatile.Write(ref _pending, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => Socket.Dispose();
}
