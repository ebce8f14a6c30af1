using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FaceAuth.Media.Stun;

/// <summary>MESSAGE-INTEGRITY with short-term credentials: HMAC-SHA1 keyed by the ICE password (RFC 8489 §14.5).</summary>
internal static class StunIntegrity
{
    internal const int Length = 20;

    /// <summary>
    /// Writes the HMAC of <paramref name="before"/>: the message up to the attribute, its length field counted as if
    /// the attribute were the last one.
    /// </summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 8445 fixes HMAC-SHA1 for connectivity checks.")]
    internal static void Compute(ReadOnlySpan<byte> before, ReadOnlySpan<byte> key, Span<byte> hmac)
    {
        Span<byte> copy = stackalloc byte[StunMessage.MaxLength];
        before.CopyTo(copy);
        var attributes = before.Length - StunMessage.HeaderLength + StunMessage.AttributeHeaderLength + Length;
        BinaryPrimitives.WriteUInt16BigEndian(copy[2..], (ushort)attributes);
        HMACSHA1.HashData(key, copy[..before.Length], hmac);
    }
}
