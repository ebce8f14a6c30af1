using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FaceAuth.Media.Stun;

/// <summary>A view of one STUN message (RFC 8489 §5).</summary>
/// <remarks>
/// Reading allocates nothing; the view is valid as long as its bytes are.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |0 0|     STUN Message Type     |         Message Length        |
/// |                         Magic Cookie                          |
/// |                     Transaction ID (96 bits)                  |
/// </code>
/// </remarks>
internal readonly ref struct StunMessage
{
    /// <summary>Longest message taken; a connectivity check has about 100 bytes.</summary>
    internal const int MaxLength = 1280;

    internal const int HeaderLength = 20;
    internal const int AttributeHeaderLength = 4;
    internal const uint MagicCookie = 0x2112A442;
    const int BindingMethod = 1;

    readonly ReadOnlySpan<byte> _bytes;
    readonly int _integrityAt;

    StunMessage(ReadOnlySpan<byte> bytes, StunClass kind, int integrityAt, bool hasFingerprint)
    {
        _bytes = bytes;
        Class = kind;
        _integrityAt = integrityAt;
        HasFingerprint = hasFingerprint;
    }

    internal StunClass Class { get; }

    /// <summary>Whether a FINGERPRINT was there; a wrong one is no STUN message at all.</summary>
    internal bool HasFingerprint { get; }

    internal bool HasIntegrity => _integrityAt > 0;

    internal ReadOnlySpan<byte> TransactionId => _bytes.Slice(8, 12);

    /// <summary>USERNAME as sent; empty when missing.</summary>
    internal ReadOnlySpan<byte> Username => Find(StunAttribute.Username, out var value) ? value : default;

    internal bool UseCandidate => Find(StunAttribute.UseCandidate, out _);

    /// <summary>ERROR-CODE, 300–699; 0 when missing or malformed.</summary>
    internal int ErrorCode =>
        Find(StunAttribute.ErrorCode, out var value) && value.Length >= 4 && (value[2] & 7) is >= 3 and <= 6 && value[3] < 100
            ? (value[2] & 7) * 100 + value[3]
            : 0;

    /// <summary>Cheap look at the first bytes: whether <see cref="TryRead"/> is worth a try (RFC 7983 §7: first byte 0–3).</summary>
    internal static bool LooksLikeStun(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= HeaderLength && datagram[0] < 4 && BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) == MagicCookie;

    /// <summary>Reads a Binding message; false for anything else, for bad lengths and for a wrong FINGERPRINT.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (!LooksLikeStun(datagram) || datagram.Length > MaxLength) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        if ((length & 3) != 0 || length + HeaderLength != datagram.Length) return false;
        var type = BinaryPrimitives.ReadUInt16BigEndian(datagram);
        var method = (type & 0xF) | ((type >> 1) & 0x70) | ((type >> 2) & 0xF80);
        if (method != BindingMethod) return false;

        int integrityAt = 0, at = HeaderLength;
        var hasFingerprint = false;
        while (at < datagram.Length)
        {
            if (hasFingerprint || datagram.Length - at < AttributeHeaderLength) return false;   // FINGERPRINT is the last one
            var attribute = (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(datagram[at..]);
            int size = BinaryPrimitives.ReadUInt16BigEndian(datagram[(at + 2)..]);
            var next = at + AttributeHeaderLength + ((size + 3) & ~3);
            if (next > datagram.Length) return false;
            if (attribute == StunAttribute.MessageIntegrity && integrityAt == 0)
            {
                if (size != StunIntegrity.Length) return false;
                integrityAt = at;
            }
            else if (attribute == StunAttribute.Fingerprint)
            {
                if (size != 4) return false;
                var sent = BinaryPrimitives.ReadUInt32BigEndian(datagram[(at + AttributeHeaderLength)..]);
                if (sent != StunCrc.Fingerprint(datagram[..at])) return false;
                hasFingerprint = true;
            }

            at = next;
        }

        var kind = (StunClass)(((type >> 4) & 1) | ((type >> 7) & 2));
        message = new StunMessage(datagram, kind, integrityAt, hasFingerprint);
        return true;
    }

    /// <summary>Whether MESSAGE-INTEGRITY is there and made with <paramref name="key"/>; compared in constant time.</summary>
    internal bool VerifyIntegrity(ReadOnlySpan<byte> key)
    {
        if (!HasIntegrity) return false;
        Span<byte> expected = stackalloc byte[StunIntegrity.Length];
        StunIntegrity.Compute(_bytes[.._integrityAt], key, expected);
        return CryptographicOperations.FixedTimeEquals(
            expected, _bytes.Slice(_integrityAt + AttributeHeaderLength, StunIntegrity.Length));
    }

    internal bool TryGetPriority(out uint priority)
    {
        var found = Find(StunAttribute.Priority, out var value) && value.Length == 4;
        priority = found ? BinaryPrimitives.ReadUInt32BigEndian(value) : 0;
        return found;
    }

    /// <summary>The tie-breaker in ICE-CONTROLLING or ICE-CONTROLLED (RFC 8445 §7.1.3).</summary>
    internal bool TryGetTieBreaker(StunAttribute role, out ulong tieBreaker)
    {
        var found = Find(role, out var value) && value.Length == 8;
        tieBreaker = found ? BinaryPrimitives.ReadUInt64BigEndian(value) : 0;
        return found;
    }

    /// <summary>XOR-MAPPED-ADDRESS: where the other side saw us (RFC 8489 §14.2).</summary>
    internal bool TryGetXorMappedAddress(out TransportAddress address)
    {
        address = default;
        if (!Find(StunAttribute.XorMappedAddress, out var value) || value.Length is not (8 or 20)) return false;
        if (value[1] != (value.Length == 8 ? 1 : 2)) return false;
        var port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (MagicCookie >> 16));
        Span<byte> clear = stackalloc byte[16];
        clear = clear[..(value.Length - 4)];
        for (var i = 0; i < clear.Length; i++) clear[i] = (byte)(value[4 + i] ^ _bytes[4 + i]);
        address = TransportAddress.FromBytes(clear, port);
        return true;
    }

    /// <summary>Copies the types that must be understood and are not; returns how many fitted (RFC 8489 §6.3.1).</summary>
    internal int CopyUnknownRequired(Span<ushort> types)
    {
        var count = 0;
        var end = HasIntegrity ? _integrityAt : _bytes.Length;
        for (var at = HeaderLength; at < end && count < types.Length;)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(_bytes[at..]);
            if (type < 0x8000 && !IsKnown((StunAttribute)type)) types[count++] = type;
            at += AttributeHeaderLength + ((BinaryPrimitives.ReadUInt16BigEndian(_bytes[(at + 2)..]) + 3) & ~3);
        }

        return count;
    }

    /// <summary>First attribute of a type; what stands after MESSAGE-INTEGRITY is not authenticated and not seen.</summary>
    bool Find(StunAttribute wanted, out ReadOnlySpan<byte> value)
    {
        var end = HasIntegrity ? _integrityAt : _bytes.Length;
        for (var at = HeaderLength; at < end;)
        {
            int size = BinaryPrimitives.ReadUInt16BigEndian(_bytes[(at + 2)..]);
            if (BinaryPrimitives.ReadUInt16BigEndian(_bytes[at..]) == (ushort)wanted)
            {
                value = _bytes.Slice(at + AttributeHeaderLength, size);
                return true;
            }

            at += AttributeHeaderLength + ((size + 3) & ~3);
        }

        value = default;
        return false;
    }

    static bool IsKnown(StunAttribute type) => type is StunAttribute.MappedAddress or StunAttribute.Username
        or StunAttribute.MessageIntegrity or StunAttribute.ErrorCode or StunAttribute.UnknownAttributes or StunAttribute.Realm
        or StunAttribute.Nonce or StunAttribute.MessageIntegritySha256 or StunAttribute.PasswordAlgorithm or StunAttribute.UserHash
        or StunAttribute.XorMappedAddress or StunAttribute.Priority or StunAttribute.UseCandidate;
}
