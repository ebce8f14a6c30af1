using System.Buffers.Binary;

namespace FaceAuth.Media.Stun;

/// <summary>
/// Writes one Binding message into the caller's buffer: attributes in the order of the calls, then <see cref="AddIntegrity"/>, then
/// <see cref="AddFingerprint"/>.
/// </summary>
/// <remarks>Allocates nothing; a buffer of 256 bytes holds what is written here.</remarks>
internal ref struct StunWriter
{
    readonly Span<byte> _buffer;

    internal StunWriter(Span<byte> buffer, StunClass kind, ReadOnlySpan<byte> transactionId)
    {
        _buffer = buffer;
        var bits = (int)kind;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)(1 | (bits & 1) << 4 | (bits & 2) << 7));
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunMessage.MagicCookie);
        transactionId.CopyTo(buffer.Slice(8, 12));
        Length = StunMessage.HeaderLength;
        SetLength(0);
    }

    /// <summary>Bytes written so far; the whole message after the last call.</summary>
    internal int Length { get; private set; }

    internal void AddUsername(ReadOnlySpan<byte> username) => username.CopyTo(Add(StunAttribute.Username, username.Length));

    internal void AddPriority(uint priority) => BinaryPrimitives.WriteUInt32BigEndian(Add(StunAttribute.Priority, 4), priority);

    internal void AddUseCandidate() => Add(StunAttribute.UseCandidate, 0);

    internal void AddTieBreaker(StunAttribute role, ulong tieBreaker) =>
        BinaryPrimitives.WriteUInt64BigEndian(Add(role, 8), tieBreaker);

    internal void AddXorMappedAddress(TransportAddress address)
    {
        var value = Add(StunAttribute.XorMappedAddress, address.IsIPv6 ? 20 : 8);
        value[1] = (byte)(address.IsIPv6 ? 2 : 1);
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(address.Port ^ (StunMessage.MagicCookie >> 16)));
        address.CopyAddressTo(value[4..]);
        for (var i = 4; i < value.Length; i++) value[i] ^= _buffer[i];   // cookie, then transaction id
    }

    /// <summary>ERROR-CODE without a reason phrase, so that an answer is never longer than its request.</summary>
    internal void AddErrorCode(int code)
    {
        var value = Add(StunAttribute.ErrorCode, 4);
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
    }

    internal void AddUnknownAttributes(ReadOnlySpan<ushort> types)
    {
        var value = Add(StunAttribute.UnknownAttributes, types.Length * 2);
        for (var i = 0; i < types.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(value[(i * 2)..], types[i]);
    }

    internal void AddIntegrity(ReadOnlySpan<byte> key)
    {
        var before = Length;
        var value = Add(StunAttribute.MessageIntegrity, StunIntegrity.Length);
        StunIntegrity.Compute(_buffer[..before], key, value);
    }

    internal void AddFingerprint()
    {
        var before = Length;
        var value = Add(StunAttribute.Fingerprint, 4);   // its length counts in the CRC
        BinaryPrimitives.WriteUInt32BigEndian(value, StunCrc.Fingerprint(_buffer[..before]));
    }

    Span<byte> Add(StunAttribute type, int size)
    {
        var padded = (size + 3) & ~3;
        var attribute = _buffer.Slice(Length, StunMessage.AttributeHeaderLength + padded);
        attribute.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(attribute, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)size);
        Length += attribute.Length;
        SetLength(Length - StunMessage.HeaderLength);
        return attribute.Slice(StunMessage.AttributeHeaderLength, size);
    }

    readonly void SetLength(int attributes) => BinaryPrimitives.WriteUInt16BigEndian(_buffer[2..], (ushort)attributes);
}
