using System.Net;
using System.Net.Sockets;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Loop;
using FaceAuth.Media.Tcp;
using FaceAuth.Testing;
using Microsoft.Extensions.Options;

namespace FaceAuth.Media.Tests;

public sealed class MediaServicesTests
{
    static readonly TcpOptions WithoutTcp = new() { IsEnabled = false };

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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_says_what_SRTP_runs_on(bool useOpenSsl)
    {
        await using var plane = await MediaPlane.StartAsync(("Media:UseOpenSsl", $"{useOpenSsl}"));

        Assert.Equal(CipherEngine.Choose(useOpenSsl).Name, plane.Server.Ciphers);
    }

    [Fact]
    public void Public_addresses_are_offered_first_and_get_the_bound_port()
    {
        var options = new MediaOptions { Port = 0, Addresses = ["127.0.0.1"], PublicAddresses = ["203.0.113.5", "203.0.113.6:9000"] };
        var ports = LocalAddresses.Bind(options, WithoutTcp)[0];

        var candidates = LocalAddresses.Candidates(options, ports, 0);

        Assert.Equal(
            [
                new IPEndPoint(IPAddress.Parse("203.0.113.5"), ports.Port), new(IPAddress.Parse("203.0.113.6"), 9000),
                new(IPAddress.Loopback, ports.Port),
            ],
            candidates.Select(candidate => candidate.Address.ToEndPoint()));
        Assert.Equal(candidates.OrderByDescending(candidate => candidate.Priority), candidates);
        ports.Dispose();
    }

    [Fact]
    public void Every_address_is_bound_on_the_same_free_port_by_UDP_and_TCP()
    {
        var options = new MediaOptions { Port = 0, Addresses = ["127.0.0.1", "127.0.0.2", "127.0.0.3"] };

        var ports = LocalAddresses.Bind(options, new TcpOptions())[0];

        var bound = ports.Sockets.Select(socket => socket.LocalEndPoint).ToArray();
        Assert.Single(bound.Select(end => end.Port).Distinct());
        Assert.Equal(3, bound.Select(end => end.Address).Distinct().Count());
        Assert.Equal(bound, ports.Listeners.Select(listener => (IPEndPoint)listener.LocalEndPoint!));
        ports.Dispose();
    }

    [Fact]
    public void A_port_that_is_taken_over_TCP_alone_is_served_over_UDP()
    {
        using var other = Listen();
        var options = new MediaOptions { Port = ((IPEndPoint)other.LocalEndpoint).Port, Addresses = ["127.0.0.2", "127.0.0.1"] };

        using var ports = LocalAddresses.Bind(options, new TcpOptions())[0];

        Assert.Equal(2, ports.Sockets.Count);
        Assert.Empty(ports.Listeners);
        Assert.DoesNotContain(LocalAddresses.Candidates(options, ports, 0), candidate => candidate.IsTcp);
    }

    [Fact]
    public void A_port_that_is_taken_over_TCP_stops_the_start_where_TCP_is_required()
    {
        using var other = Listen();
        var options = new MediaOptions { Port = ((IPEndPoint)other.LocalEndpoint).Port, Addresses = ["127.0.0.1"] };

        var failure = Assert.Throws<MediaStartException>(() => LocalAddresses.Bind(options, new TcpOptions { IsRequired = true }));

        Assert.Contains("TCP", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Media:Port", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TCP_is_offered_behind_every_UDP_address()
    {
        var options = new MediaOptions { Port = 0, Addresses = ["127.0.0.1", "127.0.0.2"], PublicAddresses = ["203.0.113.5"] };
        var ports = LocalAddresses.Bind(options, new TcpOptions())[0];

        var candidates = LocalAddresses.Candidates(options, ports, 0);

        Assert.Equal([false, false, false, true, true, true], candidates.Select(candidate => candidate.IsTcp));
        Assert.Equal(candidates.OrderByDescending(candidate => candidate.Priority), candidates);
        ports.Dispose();
    }

    [Fact]
    public void Each_loop_has_a_port_of_its_own_and_offers_no_other()
    {
        var options = new MediaOptions { Port = 0, Loops = 3, Addresses = ["127.0.0.1"], PublicAddresses = ["203.0.113.6:9000"] };
        var loops = LocalAddresses.Bind(options, new TcpOptions());

        var offered = loops.Select((ports, index) => LocalAddresses.Candidates(options, ports, index)
            .Select(candidate => (int)candidate.Address.Port).Distinct());

        Assert.Equal(3, loops.Select(ports => ports.Port).Distinct().Count());
        Assert.Equal(loops.Select((ports, index) => new[] { 9000 + index, ports.Port }), offered);
        foreach (var ports in loops) ports.Dispose();
    }

    // below the ports that the system gives away, so that no other socket has this one over UDP
    static TcpListener Listen()
    {
        for (var port = 21_000; ; port++)
        {
            var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return listener;
            }
            catch (SocketException) when (port < 21_100)
            {
                listener.Dispose();
            }
        }
    }
}
