using System.Net;
using System.Net.Sockets;

namespace FaceAuth.Testing;

/// <summary>Ports for programs that have to be told one before they start.</summary>
public static class Ports
{
    // below those that the system gives away by itself (Linux: from 32768), so that no connection made meanwhile has it
    const int First = 20_000;
    const int Count = 10_000;

    // test programs that run side by side have process numbers that lie close together; this spreads them (Knuth's multiplicative hash)
    static int _last = (int)((uint)Environment.ProcessId * 2654435761u);

    /// <summary>A TCP port of <paramref name="address"/> on which nobody listens; each call gives another.</summary>
    public static int Free(IPAddress address)
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            try
            {
                using var probe = new TcpListener(address, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // taken
            }
        }
    }
}
