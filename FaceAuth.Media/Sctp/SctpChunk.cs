using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>One chunk of a packet, a view.</summary>
/// <remarks><code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Chunk Type  |  Chunk Flags  |         Chunk Length          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Value, padded with zeros to a multiple of 4 bytes            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>RFC 9260 §3.2.</remarks>
internal readonly ref struct SctpChunk
{
    /// <summary>Bytes before the value.</summary>
    public const int HeaderBytes = 4;

    SctpChunk(ReadOnlySpan<byte> whole) => Whole = whole;

    /// <summary>Header and value, without padding.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    /// <summary>Its type.</summary>
    public SctpChunkType Type => (SctpChunkType)Whole[0];

    /// <summary>Its flags, whose meaning is the type's.</summary>
    public byte Flags => Whole[1];

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Value => Whole[HeaderBytes..];

    /// <summary>Takes the first chunk off <paramref name="rest"/>. False when it does not fit or nothing is left.</summary>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> rest, out SctpChunk chunk)
    {
        chunk = default;
        if (rest.Length < HeaderBytes) return false;

        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        if (length < HeaderBytes || length > rest.Length) return false;

        chunk = new(rest[..length]);
        rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];   // the last chunk's padding may be missing
        return true;
    }
}
