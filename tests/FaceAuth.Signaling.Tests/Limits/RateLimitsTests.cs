using System.Net;
using FaceAuth.Signaling.Limits;
using Microsoft.AspNetCore.Http;

namespace FaceAuth.Signaling.Tests.Limits;

public sealed class RateLimitsTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    public void One_customer_is_counted_as_one(string one, string other, bool same)
    {
        Assert.Equal(same, Key(one) == Key(other));
    }

    static string Key(string address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return RateLimits.AddressOf(context);
    }
}
