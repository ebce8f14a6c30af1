using System.Net;
using FaceAuth.Signaling.Security;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>An IPv4 address is the same one where it is written as an IPv6 address, by the operator or by a socket.</summary>
public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.8", false)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "::ffff:10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "11.1.2.3", false)]
    [InlineData("2001:db8::/32", "2001:db8::1", true)]
    [InlineData("2001:db8::/32", "10.1.2.3", false)]
    public void An_address_is_known_however_it_is_written(string named, string address, bool isOne) =>
        Assert.Equal(isOne, new TrustedProxies([named]).Has(IPAddress.Parse(address)));
}
