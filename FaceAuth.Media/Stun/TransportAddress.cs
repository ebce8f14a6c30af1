using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace FaceAuth.Media.Stun;

/// <summary>An IP address and port as a value: compares, hashes and crosses the socket API without allocation.</summary>
/// <remarks>An IPv4-mapped IPv6 address is kept as IPv4, so that one remote has one value.</remarks>
internal readonly record struct TransportAddress
{
    // SocketAddress layout, the same on every system .NET runs on: port at 2, IPv4 at 4, IPv6 at 8, scope at 24.
    const int PortAt = 2, IPv4At = 4, IPv6At = 8, ScopeAt = 24, IPv4Size = 16, IPv6Size = 28;

    readonly UInt128 _bits;
    readonly uint _scope;

    TransportAddress(UInt128 bits, bool isIPv6, ushort port, uint scope = 0) =>
        (_bits, IsIPv6, Port, _scope) = (bits, isIPv6, port, scope);

    internal bool IsIPv6 { get; }

    internal ushort Port { get; }

    internal static TransportAddress From(IPEndPoint endPoint)
    {
        var address = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var scope = address.IsIPv6LinkLocal ? (uint)address.ScopeId : 0;
        var value = FromBytes(bytes[..length], (ushort)endPoint.Port);
        return scope == 0 ? value : new TransportAddress(value._bits, true, value.Port, scope);
    }

    /// <summary>From 4 or 16 bytes in network order.</summary>
    internal static TransportAddress FromBytes(ReadOnlySpan<byte> address, ushort port)
    {
        if (address.Length == 4) return new TransportAddress(BinaryPrimitives.ReadUInt32BigEndian(address), false, port);
        var bits = BinaryPrimitives.ReadUInt128BigEndian(address);
        return bits >> 32 == 0xFFFF ? new TransportAddress((uint)bits, false, port) : new TransportAddress(bits, true, port);
    }

    /// <summary>Whether the other has the same IP address, whatever its port.</summary>
    internal bool HasAddressOf(TransportAddress other) => _bits == other._bits && IsIPv6 == other.IsIPv6 && _scope == other._scope;

    /// <summary>From what a socket received; false for another family.</summary>
    internal static bool TryFrom(SocketAddress socketAddress, out TransportAddress address)
    {
        var buffer = socketAddress.Buffer.Span;
        if (socketAddress.Family == AddressFamily.InterNetwork)
        {
            address = FromBytes(buffer.Slice(IPv4At, 4), BinaryPrimitives.ReadUInt16BigEndian(buffer[PortAt..]));
            return true;
        }

        address = default;
        if (socketAddress.Family != AddressFamily.InterNetworkV6) return false;
        address = FromBytes(buffer.Slice(IPv6At, 16), BinaryPrimitives.ReadUInt16BigEndian(buffer[PortAt..]));
        var scope = BinaryPrimitives.ReadUInt32LittleEndian(buffer[ScopeAt..]);
        if (scope != 0) address = new TransportAddress(address._bits, address.IsIPv6, address.Port, scope);
        return true;
    }

    /// <summary>Fills a socket address of the right family: <see cref="CreateSocketAddress"/> makes one.</summary>
    internal void CopyTo(SocketAddress target)
    {
        var buffer = target.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(buffer[PortAt..], Port);
        if (target.Family == AddressFamily.InterNetwork)
        {
            BinaryPrimitives.WriteUInt32BigEndian(buffer[IPv4At..], (uint)_bits);
            target.Size = IPv4Size;
            return;
        }

        BinaryPrimitives.WriteUInt128BigEndian(buffer[IPv6At..], IsIPv6 ? _bits : _bits | (UInt128)0xFFFF << 32);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer[ScopeAt..], _scope);
        target.Size = IPv6Size;
    }

    internal static SocketAddress CreateSocketAddress(AddressFamily family) =>
        new(family, family == AddressFamily.InterNetwork ? IPv4Size : IPv6Size);

    /// <summary>Writes 4 or 16 bytes in network order.</summary>
    internal void CopyAddressTo(Span<byte> bytes)
    {
        if (IsIPv6) BinaryPrimitives.WriteUInt128BigEndian(bytes, _bits);
        else BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)_bits);
    }

    internal IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[IsIPv6 ? 16 : 4];
        CopyAddressTo(bytes);
        return new IPEndPoint(IsIPv6 ? new IPAddress(bytes, _scope) : new IPAddress(bytes), Port);
    }

    /// <summary>Never the address: it is personal data and would end up in a log.</summary>
    public override string ToString() => "‹private›";
}
