using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>Tells the peer to wait no longer for abandoned messages.</summary>
/// <remarks>
/// By the FORWARD-TSN chunk over the abandoned chunks at the front of what is outstanding (RFC 3758 §3.5,
/// https://www.rfc-editor.org/rfc/rfc3758#section-3.5).
/// </remarks>
internal sealed class ForwardPoint(OutstandingChunks outstanding)
{
    /// <summary>Whether a FORWARD-TSN is to be sent.</summary>
    public bool IsDue { get; private set; }

    /// <summary>Something was abandoned, acknowledged or timed out: looks whether the peer is still to be told.</summary>
    public void Refresh() => IsDue = outstanding.Count > 0 && outstanding[0].State == OutgoingChunkState.Abandoned;

    /// <summary>Adds the chunk to a packet when it is due and fits.</summary>
    /// <remarks><code>
    /// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    /// |   Type = 192  |  Flags = 0x00 |        Length = Variable      |
    /// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    /// |                      New Cumulative TSN                       |
    /// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    /// |         Stream-1              |       Stream Sequence-1       |
    /// </code>RFC 3758 §3.2.</remarks>
    public bool TryWrite(ref SctpPacketWriter packet)
    {
        if (!IsDue || packet.Room < 8) return false;

        Span<uint> streams = stackalloc uint[64];   // stream above, sequence below: as on the wire
        var limit = Math.Min(streams.Length, (packet.Room - 4) / 4);
        int count = 0, chunks = 0;
        for (; chunks < outstanding.Count; chunks++)
        {
            var chunk = outstanding[chunks];
            if (chunk.State != OutgoingChunkState.Abandoned) break;
            if (!chunk.IsUnordered && !TryNote(streams[..limit], ref count, chunk)) break;
        }

        if (!packet.TryAdd(SctpChunkType.ForwardTsn, 0, 4 + 4 * count, out var value)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(value, unchecked(outstanding.FirstTsn + (uint)chunks - 1));
        for (var i = 0; i < count; i++) BinaryPrimitives.WriteUInt32BigEndian(value[(4 + 4 * i)..], streams[i]);
        IsDue = false;
        return true;
    }

    static bool TryNote(Span<uint> streams, ref int count, OutgoingChunk chunk)
    {
        var entry = ((uint)chunk.Stream << 16) | chunk.Ssn;
        for (var i = 0; i < count; i++)
        {
            if (streams[i] >> 16 != chunk.Stream) continue;
            streams[i] = entry;   // later chunks of a stream have later numbers
            return true;
        }

        if (count == streams.Length) return false;
        streams[count++] = entry;
        return true;
    }
}
