using System.Collections.Concurrent;
using Org.BouncyCastle.Tls;

namespace FaceAuth.Bench.Media;

/// <summary>One end of a path in memory, for BouncyCastle.</summary>
internal sealed class MemoryPath(BlockingCollection<byte[]> incoming, BlockingCollection<byte[]> outgoing) : DatagramTransport
{
    public static (MemoryPath One, MemoryPath Other) CreatePair()
    {
        var there = new BlockingCollection<byte[]>();
        var back = new BlockingCollection<byte[]>();
        return (new(back, there), new(there, back));
    }

    public int GetReceiveLimit() => 2048;

    public int GetSendLimit() => 1400;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        if (!incoming.TryTake(out var datagram, waitMillis)) return -1;
        datagram.CopyTo(buffer);
        return datagram.Length;
    }

    public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer) => outgoing.Add(buffer.ToArray());

    public void Close()
    {
    }
}
