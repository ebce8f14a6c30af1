using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>One type-length-value parameter, a view (RFC 9260 §3.2.1).</summary>
internal readonly ref struct SctpParameter
{
    /// <summary>Bytes before the value.</summary>
    public const int HeaderBytes = 4;

    SctpParameter(ReadOnlySpan<byte> whole) => Whole = whole;

    /// <summary>Header and value, without padding.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    /// <summary>Its type.</summary>
    public SctpParameterType Type => (SctpParameterType)BinaryPrimitives.ReadUInt16BigEndian(Whole);

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Value => Whole[HeaderBytes..];

    /// <summary>Takes the first parameter off <paramref name="rest"/>. False when it does not fit or nothing is left.</summary>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> rest, out SctpParameter parameter)
    {
        parameter = default;
        if (rest.Length < HeaderBytes) return false;

        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        if (length < HeaderBytes || length > rest.Length) return false;

        parameter = new(rest[..length]);
        rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];
        return true;
    }
}
