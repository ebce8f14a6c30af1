using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FaceAuth.Signaling.Tests.Webhooks;

/// <summary>Receivers that take one request a connection and never say so, as those of HTTP/1.0 do.</summary>
public sealed class ClosingReceiverTests : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _end = new();
    int _answered;

    [Fact]
    public async Task What_closes_after_its_answer_gets_every_event_at_the_first_attempt()
    {
        _listener.Start();
        var serving = ServeAsync();
        await using var host = await WebhookHost.StartAsync();
        var (webhook, _) = await host.MakeAsync($"http://{_listener.LocalEndpoint}/hook");

        for (var sent = 1; sent <= 3; sent++)
        {
            var ended = await host.EndedAsync(webhook, await host.TestAsync(webhook));

            var attempt = Assert.Single(ended.GetProperty("attempts").EnumerateArray());
            Assert.Equal((204, sent), (attempt.GetProperty("status").GetInt32(), _answered));
        }

        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _end.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            await using var stream = client.GetStream();
            await ReadAsync(stream);
            await stream.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), _end.Token);
            _answered++;
            // it closes as the next request comes, or the other side's end: the latest moment there is
            _ = await stream.ReadAsync(new byte[1], _end.Token);
        }
    }

    /// <summary>One request, to its body's last byte.</summary>
    async Task ReadAsync(NetworkStream stream)
    {
        var (read, buffer) = ("", new byte[4096]);
        while (!read.Contains("\r\n\r\n", StringComparison.Ordinal) || !read.EndsWith('}'))
        {
            var count = await stream.ReadAsync(buffer, _end.Token);
            if (count == 0) return;
            read += Encoding.UTF8.GetString(buffer, 0, count);
        }
    }
}
