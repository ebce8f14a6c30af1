using System.Net;
using System.Net.Sockets;
using FaceAuth.Load.Clients;

namespace FaceAuth.Load.Tests.Clients;

public sealed class GarbageSenderTests
{
    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8::7")]
    public void Refuses_any_address_but_loopback(string address)
    {
        var fault = Assert.Throws<LoadException>(() => new GarbageSender(Offer, Answer(address, 7000), TimeProvider.System));

        Assert.Contains("loopback", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_answer_without_a_UDP_address() =>
        Assert.Throws<LoadException>(
            () => new GarbageSender(Offer, "v=0\r\na=candidate:1 1 TCP 1 127.0.0.1 7000 typ host\r\n", TimeProvider.System));

    [Fact]
    public async Task Sends_no_more_than_was_asked_for_and_stops_by_itself()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var garbage = new GarbageSender(Offer, Answer("127.0.0.1", ((IPEndPoint)server.Client.LocalEndPoint!).Port), TimeProvider.System);

        await garbage.RunAsync(1000, TimeSpan.FromMilliseconds(100), CancellationToken.None);

        Assert.InRange(garbage.Sent, 1, 100);
        Assert.True(server.Available > 0);
    }

    const string Offer = "v=0\r\na=ice-ufrag:efgh\r\n";

    static string Answer(string address, int port) => $"v=0\r\na=ice-ufrag:abcd\r\na=candidate:1 1 UDP 1 {address} {port} typ host\r\n";
}
