using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using FaceAuth.Signaling.Tests.Hosting;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>Requests that two readers could cut in two places, sent to the real server.</summary>
public sealed partial class MessageBoundsTests
{
    const string Start = "POST /v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    const string Next = "GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task No_request_hides_within_another()
    {
        await using var server = await RunningServer.StartAsync();

        // two that are each whole are both answered
        Assert.Equal("400 404", await AskAsync(server, Start + "Content-Length: 2\r\n\r\n[]" + Next));
        foreach (var lengths in (string[])
            [
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
                "Content-Length: 2\r\nContent-Length: 40\r\n\r\n[]", "Content-Length: 2, 40\r\n\r\n[]",
                "Transfer-Encoding: xchunked\r\n\r\n[]", "Transfer-Encoding: chunked, identity\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2;\n[]\r\n0\r\n\r\n", "Content-Length : 2\r\n\r\n[]",
                "Content-Length: +2\r\n\r\n[]", "Content-Length: -2\r\n\r\n[]", "Content-Length: 2 \t3\r\n\r\n[]",
                "Content-Length: 0x2\r\n\r\n[]",
                "Content-Length: 00000000000000000002\r\n\r\n[]", "Content-Length: \r\n\r\n[]", "Content-Length: \u00b2\r\n\r\n[]",
            ])
            Assert.Equal((lengths, "400"), (lengths, await AskAsync(server, Start + lengths + Next)));
    }

    /// <summary>The statuses of all answers until the server closes.</summary>
    static async Task<string> AskAsync(RunningServer server, string bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return string.Join(' ', Status().Matches(await reader.ReadToEndAsync(patience.Token)).Select(match => match.Groups[1].Value));
    }

    [GeneratedRegex(@"HTTP/1\.1 (\d{3}) ")]
    private static partial Regex Status();
}
