using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using FaceAuth.Testing;
using Microsoft.Extensions.Primitives;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

/// <summary>What a client of the reference system asks, over HTTP and on its sockets.</summary>
static class LegacyCalls
{
    /// <summary>What a browser writes that knows a newer format: not one that is read here.</summary>
    public const string Unreadable = "data:image/webp;base64,UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAQAcJaQAA3AA/v3AgAA=";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static string? Text(JsonElement view, string name) => view.GetProperty(name).GetString();

    public static Task<HttpResponseMessage> PostAsync(HttpClient client, string kind, string? frame) =>
        client.PostAsJsonAsync($"/api/core/{kind}/frame/", new { frame_data = frame });

    public static async Task<JsonElement> FrameAsync(HttpClient client, string kind)
    {
        using var answer = await PostAsync(client, kind, TestPictures.DataUrl(TestPictures.Jpeg()));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>How the latest authentication ended.</summary>
    public static async Task<JsonElement> StatusAsync(HttpClient client)
    {
        for (var waited = 0; ; waited++)
        {
            var view = await client.JsonAsync("/api/core/auth/status/");
            if (view.TryGetProperty("result", out _)) return view;
            Assert.InRange(waited, 0, 600);
            await Task.Delay(50);
        }
    }

    /// <summary>A socket of a signed-in user, known by a header.</summary>
    public static Task<WebSocket> OpenAsync(HostApplication host, HttpClient user, string name = "face-recognition") =>
        OpenAsync(host, headers => headers["Authorization"] = user.DefaultRequestHeaders.Authorization!.ToString(), name);

    public static Task<WebSocket> OpenAsync(
        HostApplication host, Action<IDictionary<string, StringValues>> with, string name = "face-recognition")
    {
        var client = host.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => with(request.Headers);
        return client.ConnectAsync(new($"ws://localhost/ws/{name}/"), default);
    }

    public static Task SendFrameAsync(WebSocket socket, string type, string? frame = null) => SendAsync(socket, new
    {
        type = "process_frame",
        frame_data = frame ?? TestPictures.DataUrl(TestPictures.Jpeg()),
        session_type = type,
    });

    public static Task SendAsync(WebSocket socket, object message) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, default);

    /// <summary>The next message of a type; others are passed over, but for one that must not come.</summary>
    public static async Task<JsonElement> NextAsync(WebSocket socket, string type, string? never = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            Assert.True(part.MessageType == WebSocketMessageType.Text, $"{type} did not come: {socket.CloseStatus}");
            var message = JsonElement.Parse(buffer.AsSpan(0, part.Count));
            var name = message.GetProperty("type").GetString();
            Assert.NotEqual(never, name);
            if (name == type) return message;
        }
    }

    /// <summary>How the other side closes a socket.</summary>
    public static async Task<WebSocketCloseStatus?> CloseOfAsync(WebSocket socket)
    {
        using var limit = new CancellationTokenSource(Patience);
        while ((await socket.ReceiveAsync(new byte[4096].AsMemory(), limit.Token)).MessageType != WebSocketMessageType.Close)
        {
        }

        return socket.CloseStatus;
    }
}
