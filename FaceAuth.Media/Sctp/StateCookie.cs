using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FaceAuth.Media.Sctp;

/// <summary>The state that INIT ACK sends away and COOKIE ECHO brings back (RFC 9260 §5.1.3).</summary>
/// <remarks>What the peer's INIT said and the tags of both sides, sealed with HMAC-SHA-256.</remarks>
/// <param name="LocalTag">Our tag in the INIT ACK.</param>
/// <param name="LocalInitialTsn">Our first TSN in the INIT ACK.</param>
/// <param name="Peer">What the peer's INIT said.</param>
/// <param name="IssuedAt">When.</param>
internal readonly record struct StateCookie(uint LocalTag, uint LocalInitialTsn, InitFields Peer, TimeSpan IssuedAt)
{
    /// <summary>Length of a cookie.</summary>
    public const int Bytes = BodyBytes + SealBytes;

    const int BodyBytes = 36;
    const int SealBytes = 32;

    /// <summary>Writes and seals it.</summary>
    /// <param name="cookie"><see cref="Bytes"/> long.</param>
    /// <param name="key">The association's own key.</param>
    public void Write(Span<byte> cookie, ReadOnlySpan<byte> key)
    {
        BinaryPrimitives.WriteUInt32BigEndian(cookie, LocalTag);
        BinaryPrimitives.WriteUInt32BigEndian(cookie[4..], LocalInitialTsn);
        BinaryPrimitives.WriteUInt32BigEndian(cookie[8..], Peer.Tag);
        BinaryPrimitives.WriteUInt32BigEndian(cookie[12..], Peer.Window);
        BinaryPrimitives.WriteUInt16BigEndian(cookie[16..], Peer.OutboundStreams);
        BinaryPrimitives.WriteUInt16BigEndian(cookie[18..], Peer.InboundStreams);
        BinaryPrimitives.WriteUInt32BigEndian(cookie[20..], Peer.InitialTsn);
        BinaryPrimitives.WriteUInt32BigEndian(cookie[24..], (Peer.HasForwardTsn ? 1u : 0) | (Peer.HasReconfig ? 2u : 0));
        BinaryPrimitives.WriteInt64BigEndian(cookie[28..], IssuedAt.Ticks);
        HMACSHA256.HashData(key, cookie[..BodyBytes], cookie.Slice(BodyBytes, SealBytes));
    }

    /// <summary>Opens a cookie. False when it is not one of ours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cookie, ReadOnlySpan<byte> key, out StateCookie state)
    {
        state = default;
        if (cookie.Length != Bytes) return false;

        Span<byte> seal = stackalloc byte[SealBytes];
        HMACSHA256.HashData(key, cookie[..BodyBytes], seal);
        if (!CryptographicOperations.FixedTimeEquals(seal, cookie[BodyBytes..])) return false;

        var flags = BinaryPrimitives.ReadUInt32BigEndian(cookie[24..]);
        var peer = new InitFields(
            BinaryPrimitives.ReadUInt32BigEndian(cookie[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(cookie[12..]),
            BinaryPrimitives.ReadUInt16BigEndian(cookie[16..]),
            BinaryPrimitives.ReadUInt16BigEndian(cookie[18..]),
            BinaryPrimitives.ReadUInt32BigEndian(cookie[20..]),
            (flags & 1) != 0,
            (flags & 2) != 0);
        state = new(
            BinaryPrimitives.ReadUInt32BigEndian(cookie),
            BinaryPrimitives.ReadUInt32BigEndian(cookie[4..]),
            peer,
            new(BinaryPrimitives.ReadInt64BigEndian(cookie[28..])));
        return true;
    }
}
