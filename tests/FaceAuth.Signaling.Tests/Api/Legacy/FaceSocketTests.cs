using System.Net.WebSockets;
using System.Text;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using FaceAuth.Testing.Fakes;
using static FaceAuth.Signaling.Tests.Api.Legacy.LegacyCalls;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

public sealed class FaceSocketTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task Enrols_as_the_reference_client_does()
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(_host, user);

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
    public async Task What_comes_faster_than_pictures_are_looked_at_is_not_even_read()
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(_host, user);
        var large = new string('a', 32 * 1024);

        for (var i = 0; i < 5; i++) await SendAsync(socket, new { type = "later_version", text = large });
        await socket.SendAsync(Encoding.UTF8.GetBytes('"' + large), WebSocketMessageType.Text, true, default);   // no JSON
        await SendAsync(socket, new { type = "start_enrollment", user_id = "ada" });

        await NextAsync(socket, "enrollment_started", never: "error");
    }

    [Theory]
    [InlineData("""{"type":"process_frame","session_type":"authentication","frame_data":123}""", "not_a_picture")]
    [InlineData("""{"type":"process_frame","session_type":"authentication","frame_data":{"a":1}}""", "not_a_picture")]
    [InlineData("""{"type":"process_frame","session_type":"authentication"}""", "not_a_picture")]
    [InlineData("""{"type":"process_frame","frame_data":123}""", "bad_request")]
    [InlineData("""{"type":"process_frame","session_type":7,"frame_data":"data:,"}""", "bad_request")]
    public async Task A_picture_that_is_none_or_for_nothing_is_answered(string message, string code)
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(_host, user);

        await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, default);

        Assert.Equal(code, Text(await NextAsync(socket, "frame_rejected"), "code"));
    }

    [Fact]
    public async Task An_enrolment_that_failed_is_not_called_complete()
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(_host, user);
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
        using var socket = await OpenAsync(_host, user);

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
    public async Task A_message_as_large_as_a_cameras_picture_is_taken()
    {
        using var user = await _host.UserAsync();
        await _host.EnrollAsync(user, null);
        using var socket = await OpenAsync(_host, user);
        var frame = TestPictures.DataUrl(TestPictures.Png(640, 480, chunks: [("teSt", new byte[300_000])]), "image/png");

        await SendFrameAsync(socket, "authentication", frame);

        var run = await RunAsync(0);
        for (var waited = 0; run.Pictures == 0; waited++)
        {
            Assert.InRange(waited, 0, 600);
            await Task.Delay(50);
        }
    }

    [Fact]
    public async Task Who_is_not_enrolled_hears_that_once()
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(_host, user);

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
    public async Task A_client_whose_pictures_cannot_be_read_has_tried_nothing()
    {
        await using var host = new HostApplication(("Attempts:Free", "2"));
        using var user = await host.UserAsync();
        await host.EnrollAsync(user, null);
        for (var i = 0; i < 3; i++)
        {
            using var socket = await OpenAsync(host, user);
            await SendFrameAsync(socket, "authentication", Unreadable);
            var flawed = await NextAsync(socket, "frame_rejected", never: "authentication_result");
            Assert.Equal("not_a_picture", flawed.GetProperty("code").GetString());
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        }

        await user.CreateSessionAsync(new { purpose = "verify" });
        Assert.Empty(host.Pipeline.Runs);
    }

    [Fact]
    public async Task A_client_that_goes_leaves_its_session()
    {
        using var user = await _host.UserAsync();
        var socket = await OpenAsync(_host, user);
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
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"type":"process_frame","type":"start_enrollment"}""")]
    [InlineData("""{"type":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":1}}}}}}}}}""")]
    public async Task What_is_no_message_ends_the_socket(string text)
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(_host, user);

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
        using var socket = await OpenAsync(_host, user);

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
        using var socket = await OpenAsync(_host, user);

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

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static AuthScores Scores => new(0.71, 0.42, 0.9, 2, 80, 12, TimeSpan.FromSeconds(4), ["detector", "embedder"]);

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
