using System.Net;
using System.Net.Sockets;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Tests.Stun;

public sealed class TransportAddressTests
{
    [Theory]
    [InlineData("192.0.2.1:7000", AddressFamily.InterNetwork)]
    [InlineData("192.0.2.1:7000", AddressFamily.InterNetworkV6)]
    [InlineData("[2001:db8::1]:65535", AddressFamily.InterNetworkV6)]
    [InlineData("[fe80::1%3]:9", AddressFamily.InterNetworkV6)]
    public void Survives_the_way_through_a_socket_address(string text, AddressFamily family)
    {
        var address = TransportAddress.From(IPEndPoint.Parse(text));
        var socketAddress = TransportAddress.CreateSocketAddress(family);

        address.CopyTo(socketAddress);
        var read = TransportAddress.TryFrom(socketAddress, out var back);

        Assert.True(read);
        Assert.Equal(address, back);
        Assert.Equal(IPEndPoint.Parse(text), back.ToEndPoint());
    }

    [Fact]
    public void Matches_what_the_runtime_serialises()
    {
        var endPoint = IPEndPoint.Parse("[2001:db8::42]:1234");

        Assert.True(TransportAddress.TryFrom(endPoint.Serialize(), out var address));

        Assert.Equal(TransportAddress.From(endPoint), address);
    }

    [Fact]
    public void An_IPv4_mapped_address_is_the_IPv4_address()
    {
        Assert.Equal(
            TransportAddress.From(IPEndPoint.Parse("192.0.2.1:5")), TransportAddress.From(IPEndPoint.Parse("[::ffff:192.0.2.1]:5")));
    }
}
