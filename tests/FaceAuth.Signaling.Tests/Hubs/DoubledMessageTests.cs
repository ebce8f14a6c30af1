using System.Net.WebSockets;
using System.Text;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Tests.Hubs;

/// <summary>What says something twice is not taken by its last word.</summary>
public sealed class DoubledMessageTests : HubTests
{
    [Theory]
    [InlineData("""{"type":1,"invocationId":"1","target":"Offer","arguments":[{"sdp":"v=0","sdp":"v=1"}]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Restart","arguments":[{"sdp":"v=0"}],"target":"Offer"}""")]
    public async Task A_message_that_says_something_twice_closes_the_connection(string message)
    {
        var (id, token) = await CreateAsync();
        var address = new Uri(Host.Server.BaseAddress, $"/hubs/signaling?access_token={token}");
        using var socket = await Host.Server.CreateWebSocketClient().ConnectAsync(address, default);

        await SendAsync(socket, """{"protocol":"json","version":1}""");
        await SendAsync(socket, message);

        var said = await ReadToEndAsync(socket);
        Assert.Contains("\"type\":7,\"error\":", said, StringComparison.Ordinal);
        Assert.Equal((0, SessionState.Created), (Host.Media.Offers, (await Host.Sessions.FindAsync(id, default))!.State));
    }

    static Task SendAsync(WebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, true, default);

    static async Task<string> ReadToEndAsync(WebSocket socket)
    {
        var (buffer, said) = (new byte[4096], new StringBuilder());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await socket.ReceiveAsync(buffer, patience.Token) is { MessageType: not WebSocketMessageType.Close } part)
            said.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
        return said.ToString();
    }
}
