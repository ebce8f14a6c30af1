using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>What the web server itself would end without a word is told in words, as every other refusal is.</summary>
public sealed class RequestBoundsTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task What_is_too_long_or_no_text_is_a_problem_with_a_code()
    {
        _host.UseKestrel(0);
        _host.StartServer();

        Assert.Equal((200, ""), await AskAsync(Get("/health/live") + "User-Agent: Firef\u00c3\u00bcx\r\n"));   // UTF-8 is text
        Assert.Equal((414, "address_too_long"), await AskAsync(Get("/v1/sessions?after=" + new string('a', 8200))));
        Assert.Equal((431, "headers_too_large"), await AskAsync(Get("/v1/sessions") + $"Cookie: {new string('a', 33_000)}\r\n"));
        Assert.Equal((431, "headers_too_large"), await AskAsync(Get("/v1/sessions") + Many(120)));
        foreach (var bytes in (string[])["\u00fc", "a\u0001", "a\u007f", "\u00ff\u00fe"])
            Assert.Equal((bytes, 400, "bad_request"), await AskAsync(bytes, Get("/v1/sessions") + $"X-Api-Key: fa_{bytes}\r\n"));
    }

    [Fact]
    public async Task Beyond_twice_as_much_there_is_a_status_alone()
    {
        _host.UseKestrel(0);
        _host.StartServer();

        Assert.Equal((414, ""), await AskAsync(Get("/v1/sessions?after=" + new string('a', 17_000))));
        Assert.Equal((431, ""), await AskAsync(Get("/v1/sessions") + $"Cookie: {new string('a', 66_000)}\r\n"));
        Assert.Equal((431, ""), await AskAsync(Get("/v1/sessions") + Many(210)));
        Assert.Equal((400, ""), await AskAsync(Get("/v1/sessions") + "X-\u00fc: a\r\n"));
        Assert.Equal((400, ""), await AskAsync(Get("/v1/sessions") + "X-Api-Key: a\0\r\n"));
        Assert.Equal((400, ""), await AskAsync(Get("/v1/subjects/a%00b")));
        Assert.Equal((400, ""), await AskAsync("GET /v1/sessions HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n"));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static string Get(string path) => $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

    static string Many(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: a\r\n"));

    async Task<(string Bytes, int Status, string Code)> AskAsync(string bytes, string head)
    {
        var (status, code) = await AskAsync(head);
        return (bytes, status, code);
    }

    /// <summary>The status, and the code of a problem; each letter of the head is a byte.</summary>
    async Task<(int Status, string Code)> AskAsync(string head)
    {
        var address = _host.ClientOptions.BaseAddress;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head + "\r\n"));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync(patience.Token);
        var status = int.Parse(answer.AsSpan("HTTP/1.1 ".Length, 3), null);
        var at = answer.IndexOf('{', StringComparison.Ordinal);
        if (status < 400 || at < 0) return (status, "");
        Assert.Contains("Content-Type: application/problem+json", answer, StringComparison.Ordinal);
        using var problem = JsonDocument.Parse(answer[at..(answer.LastIndexOf('}') + 1)]);
        return (status, problem.RootElement.GetProperty("code").GetString()!);
    }
}
