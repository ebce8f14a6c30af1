using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using FaceAuth.Testing.Fakes;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

public sealed class FaceSocketTests : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly HostApplication _host = new();

    [Fact]
    public async Task Enrols_as_the_reference_client_does()
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(user);

        await SendAsync(socket, new { type = "start_enrollment", user_id = "ada" });
        var started = await NextAsync(socket, "enrollment_started");
        await SendFrameAsync(socket, "enrollment");
        var run = await RunAsync(0);
        run.Says(new AuthEvent.Progress(0.5, new Dictionary<string, double> { ["liveness"] = 0.5 }));
        var alive = await NextAsync(socket, "liveness_check");
        var progress = await NextAsync(socket, "enrollment_progress");
        run.Says(new AuthEvent.Challenge(ChallengeKind.TurnLeft, 1, TimeSpan.FromSeconds(6)));
        var asked = await NextAsync(socket, "challenge");
        run.Says(new AuthEvent.Decided(new(true, run.Request.SubjectId, [], Scores)));
        var complete = await NextAsync(socket, "enrollment_complete");

        Assert.Equal("in_progress", started.GetProperty("status").GetString());
        Assert.Equal("in_progress", alive.GetProperty("status").GetString());
        Assert.Equal(50, progress.GetProperty("progress").GetInt32());
        Assert.Equal("Turn your head to your left, then back.", asked.GetProperty("text").GetString());
        Assert.True(complete.GetProperty("result").GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task An_enrolment_that_failed_is_not_called_complete()
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(user);
        await SendFrameAsync(socket, "enrollment");   // a client may leave the start out
        (await RunAsync(0)).Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.SpoofSuspected)));

        var failed = await NextAsync(socket, "enrollment_failed", never: "enrollment_complete");

        Assert.Equal("spoof_suspected", failed.GetProperty("result").GetProperty("reasons")[0].GetString());
    }

    [Fact]
    public async Task Authenticates_as_the_reference_client_does()
    {
        using var user = await _host.UserAsync();
        var subject = await _host.EnrollAsync(user, null);
        using var socket = await OpenAsync(user);

        await SendFrameAsync(socket, "authentication", "data:,");   // a canvas before the camera's first picture
        await SendFrameAsync(socket, "authentication");
        var run = await RunAsync(0);
        run.Says(new AuthEvent.Progress(0.9, new Dictionary<string, double> { ["liveness"] = 1, ["antispoof"] = 1 }));
        var alive = await NextAsync(socket, "liveness_check");
        run.Says(new AuthEvent.Decided(new(true, subject, [], Scores)));
        var result = (await NextAsync(socket, "authentication_result")).GetProperty("result");

        Assert.Equal("passed", alive.GetProperty("status").GetString());
        Assert.True(result.GetProperty("success").GetBoolean());
        Assert.NotEmpty(result.GetProperty("verdict").GetString()!);
    }

    [Fact]
    public async Task Who_is_not_enrolled_hears_that_once()
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(user);

        for (var i = 0; i < 5; i++)
        {
            await SendFrameAsync(socket, "authentication");
            _host.Clock.Advance(TimeSpan.FromMilliseconds(200));
        }

        await SendAsync(socket, new { type = "start_enrollment" });
        var result = await NextAsync(socket, "authentication_result");
        Assert.Equal("not_enrolled", result.GetProperty("result").GetProperty("error").GetString());
        Assert.False(result.GetProperty("result").GetProperty("success").GetBoolean());
        await NextAsync(socket, "enrollment_started", never: "authentication_result");
    }

    [Fact]
    public async Task A_client_that_goes_leaves_its_session()
    {
        using var user = await _host.UserAsync();
        var socket = await OpenAsync(user);
        await SendFrameAsync(socket, "enrollment");
        var run = await RunAsync(0);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);

        for (var waited = 0; !run.IsDisposed; waited++)
        {
            Assert.InRange(waited, 0, 600);
            await Task.Delay(50);
        }

        for (var waited = 0; (await StoredAsync(run)).Outcome != "left"; waited++)
        {
            Assert.InRange(waited, 0, 600);
            await Task.Delay(50);
        }
    }

    [Theory]
    [InlineData("http://localhost", true)]
    [InlineData("http://LOCALHOST", true)]
    [InlineData("https://localhost", false)]
    [InlineData("http://localhost:3000", false)]
    [InlineData("https://evil.example.org", false)]
    [InlineData("null", false)]
    [InlineData(null, false)]
    public async Task A_cookie_counts_from_a_page_of_ours_alone(string? origin, bool isLetIn)
    {
        using var user = await _host.UserAsync();
        var token = user.DefaultRequestHeaders.Authorization!.Parameter;

        var opening = OpenAsync(request =>
        {
            request["Cookie"] = $"faceauth_ws={token}";
            if (origin is not null) request["Origin"] = origin;
        });

        if (isLetIn) (await opening).Dispose();
        else await Assert.ThrowsAnyAsync<InvalidOperationException>(() => opening);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("faceauth_ws=nonsense")]
    [InlineData("faceauth_ws=")]
    public async Task Nobody_is_let_in_without_a_good_token(string? cookie)
    {
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => OpenAsync(request =>
        {
            request["Origin"] = "http://localhost";
            if (cookie is not null) request["Cookie"] = cookie;
        }));
    }

    [Fact]
    public async Task A_bad_header_is_not_made_good_by_a_cookie()
    {
        using var user = await _host.UserAsync();
        var token = user.DefaultRequestHeaders.Authorization!.Parameter;

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => OpenAsync(request =>
        {
            request["Origin"] = "http://localhost";
            request["Authorization"] = "Bearer nonsense";
            request["Cookie"] = $"faceauth_ws={token}";
        }));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"type":"process_frame","type":"start_enrollment"}""")]
    [InlineData("""{"type":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":1}}}}}}}}}""")]
    public async Task What_is_no_message_ends_the_socket(string text)
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(user);

        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);

        Assert.Equal("bad_message", (await NextAsync(socket, "error")).GetProperty("code").GetString());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await CloseOfAsync(socket));
    }

    [Theory]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("{}")]
    [InlineData("""{"type":"process_frame"}""")]
    [InlineData("""{"type":"process_frame","session_type":"both"}""")]
    public async Task What_is_not_known_is_ignored(string text)
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(user);

        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);
        await SendAsync(socket, new { type = "start_enrollment" });

        await NextAsync(socket, "enrollment_started");
    }

    [Theory]
    [InlineData(2_000_000, WebSocketMessageType.Text, WebSocketCloseStatus.MessageTooBig)]
    [InlineData(100, WebSocketMessageType.Binary, WebSocketCloseStatus.InvalidMessageType)]
    public async Task What_is_too_large_or_no_text_ends_the_socket(int size, WebSocketMessageType type, WebSocketCloseStatus status)
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(user);

        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(new string(' ', size)), type, true, default);
        }
        catch (Exception e) when (e is IOException or WebSocketException)
        {
            // it was closed in the middle of the message
        }

        Assert.Equal(status, await CloseOfAsync(socket));
    }

    [Fact]
    public async Task One_owner_has_no_more_than_a_few_sockets()
    {
        await using var host = new HostApplication(("Legacy:MaxSocketsPerOwner", "2"));
        using var user = await host.UserAsync();
        using var other = await host.UserAsync("bob");
        using var first = await OpenAsync(user, host);
        using var second = await OpenAsync(user, host);

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => OpenAsync(user, host));
        using var others = await OpenAsync(other, host);
    }

    [Fact]
    public async Task A_socket_without_a_session_is_closed()
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(user);
        await SendAsync(socket, new { type = "ping" });

        var closed = CloseOfAsync(socket);
        while (!closed.IsCompleted)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAny(closed, Task.Delay(50));
        }

        await Assert.ThrowsAnyAsync<Exception>(() => closed);
    }

    [Fact]
    public async Task A_token_that_ran_out_begins_no_session()
    {
        await using var host = new HostApplication(("Tokens:AccessLifetime", "00:01:00"), ("Legacy:SocketIdle", "00:10:00"));
        using var user = await host.UserAsync();
        using var socket = await OpenAsync(user, host);
        host.Clock.Advance(TimeSpan.FromSeconds(61));

        await SendAsync(socket, new { type = "start_enrollment" });

        Assert.Equal("token_expired", (await NextAsync(socket, "error")).GetProperty("code").GetString());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static AuthScores Scores => new(0.71, 0.42, 0.9, 2, 80, 12, TimeSpan.FromSeconds(4), ["detector", "embedder"]);

    Task<WebSocket> OpenAsync(HttpClient user, HostApplication? host = null) =>
        OpenAsync(headers => headers["Authorization"] = user.DefaultRequestHeaders.Authorization!.ToString(), host);

    Task<WebSocket> OpenAsync(Action<IDictionary<string, Microsoft.Extensions.Primitives.StringValues>> with, HostApplication? host = null)
    {
        var client = (host ?? _host).Server.CreateWebSocketClient();
        client.ConfigureRequest = request => with(request.Headers);
        return client.ConnectAsync(new("ws://localhost/ws/face-recognition/"), default);
    }

    static Task SendFrameAsync(WebSocket socket, string type, string? frame = null) => SendAsync(socket, new
    {
        type = "process_frame",
        frame_data = frame ?? TestPictures.DataUrl(TestPictures.Jpeg()),
        session_type = type,
    });

    static Task SendAsync(WebSocket socket, object message) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, default);

    /// <summary>The next message of a type; others are passed over, but for one that must not come.</summary>
    static async Task<JsonElement> NextAsync(WebSocket socket, string type, string? never = null)
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

    static async Task<WebSocketCloseStatus?> CloseOfAsync(WebSocket socket)
    {
        using var limit = new CancellationTokenSource(Patience);
        while ((await socket.ReceiveAsync(new byte[4096].AsMemory(), limit.Token)).MessageType != WebSocketMessageType.Close)
        {
        }

        return socket.CloseStatus;
    }

    async Task<FakeAuthRun> RunAsync(int number)
    {
        for (var waited = 0; _host.Pipeline.Runs.Count <= number; waited++)
        {
            Assert.InRange(waited, 0, 600);
            await Task.Delay(50);
        }

        return _host.Pipeline.Runs[number];
    }

    async Task<SessionRecord> StoredAsync(FakeAuthRun run) => (await _host.Sessions.FindAsync(run.Request.SessionId, default))!;
}
