using System.Buffers.Binary;

namespace FaceAuth.Media.Rtp.Rtcp;

/// <summary>Transport-wide feedback: which packets of a transport arrived, and when.</summary>
/// <remarks>
/// draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1,
/// https://datatracker.ietf.org/doc/html/draft-holmer-rmcat-transport-wide-cc-extensions-01#section-3.1.
/// Behind the feedback header:
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |      base sequence number     |      packet status count      |
/// |                 reference time, 64 ms         | fb pkt. count |
/// |          packet chunk         |         packet chunk …        |
/// |    recv delta, 250 µs, 1 byte (0–255) or 2 (signed) …         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// run length chunk:     0 | symbol, 2 bits | length, 13 bits
/// status vector chunk:  1 | 0 | 14 symbols of 1 bit     or     1 | 1 | 7 symbols of 2 bits
/// symbols: 0 not received, 1 received with a small delta, 2 received with a large or negative one
/// </code>
/// </remarks>
internal static class TransportFeedback
{
    /// <summary>Feedback message type.</summary>
    public const int Format = 15;

    /// <summary>Stands among the arrivals for a packet that did not come.</summary>
    public const long Never = long.MinValue;

    /// <summary>Bytes in front of the chunks.</summary>
    public const int HeadBytes = 20;

    const byte Lost = 0, Small = 1, Large = 2;
    const int MaxStatuses = 1024;
    const int MaxRun = 0x1FFF;
    const long DeltaTicks = 2500;       // 250 µs
    const int DeltasPerReference = 256;   // 64 ms

    /// <summary>Writes one message about the numbers from <paramref name="from"/> on, of which at least one arrived.</summary>
    /// <param name="rtcp">At least 64 bytes; what does not fit is left for another message.</param>
    /// <param name="sender">Our SSRC.</param>
    /// <param name="media">SSRC of the stream.</param>
    /// <param name="from">First number.</param>
    /// <param name="until">One past the last.</param>
    /// <param name="arrivals">Ticks of 100 ns by number modulo the length, a power of two; <see cref="Never"/> where none arrived.</param>
    /// <param name="count">Running number of the message.</param>
    /// <param name="reported">
    /// One past the last number reported: less than <paramref name="until"/> when another message must follow.
    /// </param>
    /// <returns>The length.</returns>
    public static int Write(
        Span<byte> rtcp, uint sender, uint media, long from, long until, ReadOnlySpan<long> arrivals, byte count, out long reported)
    {
        var mask = arrivals.Length - 1;
        var first = from;
        while (first < until - 1 && arrivals[(int)(first & mask)] == Never) first++;
        var reference = Math.DivRem(Math.Max(0, arrivals[(int)(first & mask)] / DeltaTicks), DeltasPerReference).Quotient;

        // What each packet takes decides how many fit; deltas are differences of whole quarter milliseconds, so nothing drifts.
        Span<byte> symbols = stackalloc byte[MaxStatuses];
        var (statuses, deltaBytes, last) = (0, 0, reference * DeltasPerReference);
        for (var at = from; at < until && statuses < MaxStatuses; at++)
        {
            var arrival = arrivals[(int)(at & mask)];
            var symbol = Lost;
            if (arrival != Never)
            {
                var delta = arrival / DeltaTicks - last;
                if (delta is < short.MinValue or > short.MaxValue && statuses > 0) break;
                symbol = delta is >= 0 and <= byte.MaxValue ? Small : Large;
                last = arrival / DeltaTicks;
            }

            if (HeadBytes + 2 * (statuses / 7 + 1) + deltaBytes + symbol > rtcp.Length - 3) break;
            symbols[statuses++] = symbol;
            deltaBytes += symbol;   // by design of the symbols: 0, 1 or 2 bytes
        }

        reported = from + statuses;
        symbols = symbols[..statuses];
        var length = HeadBytes + WriteChunks(symbols, rtcp[HeadBytes..]);
        last = reference * DeltasPerReference;
        for (var i = 0; i < statuses; i++)
        {
            if (symbols[i] == Lost) continue;
            var arrival = arrivals[(int)((from + i) & mask)] / DeltaTicks;
            if (symbols[i] == Small) rtcp[length] = (byte)(arrival - last);
            else BinaryPrimitives.WriteInt16BigEndian(rtcp[length..], (short)(arrival - last));
            length += symbols[i];
            last = arrival;
        }

        var padding = -length & 3;
        if (padding > 0)
        {
            rtcp.Slice(length, padding).Clear();
            length += padding;
            rtcp[length - 1] = (byte)padding;
        }

        RtcpBlock.WriteFeedback(rtcp, RtcpType.TransportFeedback, Format, sender, media, length, padding > 0);
        BinaryPrimitives.WriteUInt16BigEndian(rtcp[12..], (ushort)from);
        BinaryPrimitives.WriteUInt16BigEndian(rtcp[14..], (ushort)statuses);
        BinaryPrimitives.WriteUInt32BigEndian(rtcp[16..], (uint)reference << 8 | count);
        return length;
    }

    static int WriteChunks(ReadOnlySpan<byte> symbols, Span<byte> chunks)
    {
        var length = 0;
        for (; !symbols.IsEmpty; length += 2)
        {
            var run = symbols.IndexOfAnyExcept(symbols[0]);
            if (run < 0) run = symbols.Length;
            var oneBit = !symbols[..Math.Min(14, symbols.Length)].Contains(Large);
            var taken = Math.Min(oneBit ? 14 : 7, symbols.Length);
            int chunk;
            if (run >= taken)
            {
                taken = Math.Min(run, MaxRun);
                chunk = symbols[0] << 13 | taken;
            }
            else
            {
                chunk = oneBit ? 0x8000 : 0xC000;
                for (var i = 0; i < taken; i++) chunk |= symbols[i] << (oneBit ? 13 - i : 12 - 2 * i);
            }

            BinaryPrimitives.WriteUInt16BigEndian(chunks[length..], (ushort)chunk);
            symbols = symbols[taken..];
        }

        return length;
    }
}
