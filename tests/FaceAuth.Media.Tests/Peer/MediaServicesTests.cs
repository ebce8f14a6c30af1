using System.Net;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Peer;
using FaceAuth.Testing;
using Microsoft.Extensions.Options;

namespace FaceAuth.Media.Tests.Peer;

public sealed class MediaServicesTests
{
    [Fact]
    public async Task An_option_out_of_range_is_named_at_the_start()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => MediaPlane.StartAsync(("Media:MaxPeers", "0")));

        Assert.Contains("MaxPeers", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Media:Addresses:0", "localhost")]
    [InlineData("Media:PublicAddresses:0", "my.host.example")]
    public async Task An_address_that_is_none_is_named_at_the_start(string key, string value)
    {
        var failure = await Assert.ThrowsAsync<MediaStartException>(() => MediaPlane.StartAsync((key, value)));

        Assert.Contains(key.Split(':')[1], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Public_addresses_are_offered_first_and_get_the_bound_port()
    {
        var options = new MediaOptions { Port = 0, Addresses = ["127.0.0.1"], PublicAddresses = ["203.0.113.5", "203.0.113.6:9000"] };
        var sockets = LocalAddresses.Bind(options);
        var port = sockets[0].LocalEndPoint.Port;

        var candidates = LocalAddresses.Candidates(options, sockets);

        Assert.Equal(
            [new IPEndPoint(IPAddress.Parse("203.0.113.5"), port), new(IPAddress.Parse("203.0.113.6"), 9000), new(IPAddress.Loopback, port)],
            candidates.Select(candidate => candidate.Address.ToEndPoint()));
        Assert.Equal(candidates.OrderByDescending(candidate => candidate.Priority), candidates);
        foreach (var socket in sockets) socket.Dispose();
    }

    [Fact]
    public void Every_address_is_bound_on_the_same_free_port()
    {
        var sockets = LocalAddresses.Bind(new MediaOptions { Port = 0, Addresses = ["127.0.0.1", "127.0.0.2", "127.0.0.3"] });

        Assert.Single(sockets.Select(socket => socket.LocalEndPoint.Port).Distinct());
        Assert.Equal(3, sockets.Select(socket => socket.LocalEndPoint.Address).Distinct().Count());
        foreach (var socket in sockets) socket.Dispose();
    }
}
