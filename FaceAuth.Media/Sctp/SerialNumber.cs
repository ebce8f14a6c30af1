namespace FaceAuth.Media.Sctp;

/// <summary>Order of numbers that wrap around (RFC 1982, RFC 9260 §1.6).</summary>
internal static class SerialNumber
{
    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool IsAfter(uint left, uint right) => unchecked((int)(left - right)) > 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool IsAfter(ushort left, ushort right) => unchecked((short)(left - right)) > 0;
}
