using System.Buffers;
using System.Buffers.Binary;
using System.Threading.Channels;

namespace FaceAuth.Media.Dump;

/// <summary>The file of one peer, as rtpdump writes it (https://github.com/irtlab/rtptools, "rtpdump format").</summary>
/// <remarks>
/// A line of text, the time it began, then packets:
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     length, this header too   | length of RTP; 0: it is RTCP  |
/// |                 milliseconds since the beginning              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// The loop only copies; a task of its own writes. What the disk cannot follow is dropped and counted.
/// </remarks>
internal sealed class RtpDump : IDisposable
{
    internal const int PacketHeader = 8;
    const int FileHeader = 16;
    const int Waiting = 1024;   // packets
    static readonly byte[] Title = "#!rtpplay1.0 0.0.0.0/0\n"u8.ToArray();   // whose address it was is nobody's business

    readonly Channel<(byte[] Buffer, int Length)> _queue =
        Channel.CreateBounded<(byte[], int)>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    readonly RtpDumps _all;
    readonly TimeSpan _begin;

    internal RtpDump(Stream stream, RtpDumps all, DateTimeOffset wallClock, TimeSpan now)
    {
        (_all, _begin) = (all, now);
        Written = WriteAsync(stream, wallClock);
    }

    /// <summary>Bytes of a file without packets.</summary>
    internal static int HeadBytes => Title.Length + FileHeader;

    /// <summary>Done when the file is closed.</summary>
    internal Task Written { get; }

    /// <summary>Takes a copy of one packet; never blocks. One thread.</summary>
    internal void Write(ReadOnlySpan<byte> packet, bool isRtcp, TimeSpan now)
    {
        var length = PacketHeader + packet.Length;
        if (!_all.TrySpend(length)) return;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)length);
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(2), (ushort)(isRtcp ? 0 : packet.Length));
        BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(4), (uint)Math.Max(0, (now - _begin).TotalMilliseconds));
        packet.CopyTo(buffer.AsSpan(PacketHeader));
        if (_queue.Writer.TryWrite((buffer, length))) return;
        _all.GiveBack(length);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Ends the file once what waits is written.</summary>
    public void Dispose() => _queue.Writer.TryComplete();

    async Task WriteAsync(Stream stream, DateTimeOffset wallClock)
    {
        await Task.Yield();
        try
        {
            await using (stream)
            {
                await stream.WriteAsync(Title);
                var header = new byte[FileHeader];   // seconds, microseconds; then address and port
                BinaryPrimitives.WriteUInt32BigEndian(header, (uint)wallClock.ToUnixTimeSeconds());
                BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), (uint)(wallClock.Millisecond * 1000));
                await stream.WriteAsync(header);
                await foreach (var (buffer, length) in _queue.Reader.ReadAllAsync())
                {
                    await stream.WriteAsync(buffer.AsMemory(0, length));
                    ArrayPool<byte>.Shared.Return(buffer);
                }
            }
        }
        catch (IOException e)   // a full disk must not end a session
        {
            _queue.Writer.TryComplete();
            _all.HandleFault(e);
        }
    }
}
