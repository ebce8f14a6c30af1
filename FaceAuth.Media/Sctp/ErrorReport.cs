using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>The one error cause that waits to be reported, in an ERROR or an ABORT (RFC 9260 §3.3.7, §3.3.10).</summary>
internal sealed class ErrorReport
{
    const int MaxInfoBytes = 256;   // of an unknown chunk no more is sent back

    readonly byte[] _cause = new byte[4 + MaxInfoBytes];
    int _length;
    SctpChunkType _carrier;

    /// <summary>Whether one waits.</summary>
    public bool IsDue { get; private set; }

    /// <summary>Reports a cause; a later one takes its place, but nothing takes an ABORT's.</summary>
    /// <param name="carrier"><see cref="SctpChunkType.Error"/> or <see cref="SctpChunkType.Abort"/>.</param>
    /// <param name="cause">What is wrong.</param>
    /// <param name="info">What the cause carries; cut at 256 bytes.</param>
    public void Set(SctpChunkType carrier, SctpCause cause, ReadOnlySpan<byte> info)
    {
        if (IsDue && _carrier == SctpChunkType.Abort) return;
        if (info.Length > MaxInfoBytes) info = info[..MaxInfoBytes];
        info.CopyTo(_cause.AsSpan(4));
        _length = 4 + info.Length;
        BinaryPrimitives.WriteUInt16BigEndian(_cause, (ushort)cause);
        BinaryPrimitives.WriteUInt16BigEndian(_cause.AsSpan(2), (ushort)_length);
        (_carrier, IsDue) = (carrier, true);
    }

    /// <summary>Adds it to a packet when one waits and fits.</summary>
    public void Write(ref SctpPacketWriter packet)
    {
        if (IsDue && packet.TryAdd(_carrier, 0, _cause.AsSpan(0, _length))) IsDue = false;
    }
}
