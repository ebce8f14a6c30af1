using System.Net.Sockets;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Loop;

/// <summary>What comes into a loop, in batches by UDP and counted together with TCP's frames.</summary>
/// <remarks>The loop's thread alone, but for the count.</remarks>
internal sealed class UdpInput(MediaMetrics metrics, DropCounts dropped) : IDisposable
{
    readonly DatagramBatch _batch = new();
    long _received;

    /// <summary>Datagrams read so far. Any thread.</summary>
    internal long DatagramsReceived => Interlocked.Read(ref _received);

    /// <summary>Takes what waits at a socket, and says how many datagrams that is; they are valid until the next call.</summary>
    internal int Receive(LoopSocket socket)
    {
        try
        {
            var (count, bytes) = (_batch.Receive(socket.Socket), 0);
            for (var i = 0; i < count; i++) bytes += _batch.Datagram(i).Length;
            Count(count, bytes);
            return count;
        }
        catch (SocketException e)   // an ICMP message, for instance
        {
            dropped.Add(e.SocketErrorCode.ToString());
            return 0;
        }
    }

    internal Span<byte> Datagram(int index) => _batch.Datagram(index);

    internal TransportAddress From(int index) => _batch.From(index);

    internal void Count(int datagrams, int bytes)
    {
        Interlocked.Add(ref _received, datagrams);
        metrics.Received(datagrams, bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _batch.Dispose();
}
