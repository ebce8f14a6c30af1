using FaceAuth.Signaling.Limits;
using Microsoft.Extensions.Configuration;

namespace FaceAuth.Signaling.Tests.Limits;

/// <summary>One address never has all connections where nobody set how many it may have.</summary>
public sealed class TcpConnectionOptionsTests
{
    [Theory]
    [InlineData("16", null, 4)]
    [InlineData("100", null, 25)]
    [InlineData("10000", null, 256)]
    [InlineData("100", "90", 90)]
    public void An_address_has_a_quarter_where_it_is_not_set(string most, string? perAddress, int expected)
    {
        var settings = new Dictionary<string, string?> { ["Most"] = most };
        if (perAddress is not null) settings["MostPerAddress"] = perAddress;

        var options = new ConfigurationBuilder().AddInMemoryCollection(settings).Build().Get<TcpConnectionOptions>()!;

        Assert.Equal(expected, options.MostPerAddress);
    }
}
