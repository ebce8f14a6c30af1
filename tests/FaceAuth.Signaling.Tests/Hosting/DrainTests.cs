using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Testing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace FaceAuth.Signaling.Tests.Hosting;

/// <summary>A real server that is told to end while a session runs.</summary>
public sealed class DrainTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);   // real time, only ever spent where the test fails

    [Fact]
    public async Task A_server_told_to_end_takes_nobody_new_tells_the_others_and_exits_with_0()
    {
        await using var server = await RunningServer.StartAsync(
            "Signaling:DrainTime=00:00:04", "Signaling:Linger=00:00:01", "Media:Ice:ConnectTimeout=00:00:30");
        await using var running = await OpenAsync(server);
        var waiting = await server.Http.CreateSessionAsync(new { purpose = "enroll", subject = "bob" });
        await using var late = await ConnectAsync(server, waiting);
        var told = new TaskCompletionSource<SessionEndedMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        running.On<SessionEndedMessage>("Ended", message => told.TrySetResult(message));

        server.Signal("TERM");
        var (status, report) = await NotReadyAsync(server);
        using var live = await server.Http.GetAsync("/health/live");
        using var overall = await server.Http.GetAsync("/health/");
        using var refused = await server.Http.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "eve" });
        var offer = await Assert.ThrowsAsync<HubException>(() => OfferAsync(late));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "draining"), (status, report.GetProperty("reason").GetString()));
        Assert.False(report.GetProperty("parts").GetProperty("sessions").GetProperty("ok").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, """{"status":"unhealthy"}"""),
            (overall.StatusCode, await overall.Content.ReadAsStringAsync()));
        await refused.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "server_stopping");
        Assert.Contains("server_stopping: ", offer.Message, StringComparison.Ordinal);
        var end = await told.Task.WaitAsync(Patience);
        Assert.Equal("server_stopping", end.Code);
        Assert.StartsWith("The server is shutting down, and this session ended with it.", end.Text, StringComparison.Ordinal);
        Assert.Equal(0, await server.EndAsync());
    }

    [Fact]
    public async Task A_second_signal_waits_for_no_session()
    {
        await using var server = await RunningServer.StartAsync(
            "Signaling:DrainTime=00:05:00", "Signaling:Linger=00:00:01", "Media:Ice:ConnectTimeout=00:00:30");
        await using var running = await OpenAsync(server);

        server.Signal("TERM");
        await NotReadyAsync(server);
        server.Signal("TERM");

        Assert.Equal(0, await server.EndAsync());
    }

    [Fact]
    public async Task A_server_without_sessions_ends_at_once()
    {
        await using var server = await RunningServer.StartAsync("Signaling:DrainTime=00:05:00");

        server.Signal("TERM");

        Assert.Equal(0, await server.EndAsync());
    }

    [Fact]
    public async Task Who_says_nothing_holds_up_no_end_and_is_told()
    {
        await using var server = await RunningServer.StartAsync("Signaling:DrainTime=00:05:00", "Legacy:SocketIdle=00:10:00");
        using var idle = new ClientWebSocket();
        idle.Options.SetRequestHeader("X-Api-Key", server.Http.DefaultRequestHeaders.GetValues("X-Api-Key").Single());
        await idle.ConnectAsync(new($"ws://127.0.0.1:{server.Http.BaseAddress!.Port}/ws/face-recognition/"), default);
        using var half = new TcpClient();
        await half.ConnectAsync(IPAddress.Loopback, server.Http.BaseAddress.Port);
        await half.GetStream().WriteAsync("POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray());

        server.Signal("TERM");
        var told = await NextAsync(idle);
        var closed = await idle.ReceiveAsync(new byte[1], default).WaitAsync(Patience);

        Assert.Equal("server_stopping", told.GetProperty("code").GetString());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, closed.CloseStatus);
        Assert.Equal(0, await server.EndAsync());
    }

    static async Task<JsonElement> NextAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        var part = await socket.ReceiveAsync(buffer, default).WaitAsync(Patience);
        return JsonElement.Parse(buffer.AsSpan(0, part.Count));
    }

    static async Task<(HttpStatusCode Status, JsonElement Report)> NotReadyAsync(RunningServer server)
    {
        while (true)
        {
            var (status, report) = await server.HealthAsync();
            if (status != HttpStatusCode.OK) return (status, report);
            await Task.Delay(20);   // until the signal has arrived
        }
    }

    /// <summary>A session whose browser made its offer and sends nothing.</summary>
    static async Task<HubConnection> OpenAsync(RunningServer server)
    {
        var hub = await ConnectAsync(server, await server.Http.CreateSessionAsync(new { purpose = "enroll", subject = "ada" }));
        await OfferAsync(hub);
        return hub;
    }

    static async Task<HubConnection> ConnectAsync(RunningServer server, JsonElement session)
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(server.Http.BaseAddress!, session.GetProperty("hub").GetString()!),
            options => options.AccessTokenProvider = () => Task.FromResult(session.GetProperty("token").GetString())).Build();
        await hub.StartAsync();
        return hub;
    }

    static Task<JsonElement> OfferAsync(HubConnection hub) =>
        hub.InvokeAsync<JsonElement>("Offer", new { sdp = Vectors.Text("sdp/chromium-156-video.sdp") });
}
