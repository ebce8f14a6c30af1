using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using FaceAuth.Testing.Fakes;
using Microsoft.Extensions.DependencyInjection;
using static FaceAuth.Signaling.Tests.Api.Legacy.LegacyCalls;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

/// <summary>What a relying party's key opens of the reference system's surface, and until when.</summary>
public sealed class LegacyKeysTests : IAsyncDisposable
{
    readonly HostApplication _host = new(("Legacy:SocketIdle", "00:10:00"));

    [Theory]
    [InlineData("POST", "/api/core/enroll/start/")]
    [InlineData("POST", "/api/core/enroll/frame/")]
    [InlineData("POST", "/api/core/enroll/complete/")]
    [InlineData("POST", "/api/core/auth/frame/")]
    [InlineData("GET", "/api/core/auth/status/")]
    [InlineData("POST", "/api/streaming/webrtc/offer/")]
    [InlineData("GET", "/api/analytics/user-activity/")]
    public async Task A_key_for_other_things_opens_none_of_its_paths(string method, string path)
    {
        using var client = _host.CreateClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", (await IssueAsync(new KeyTerms(["groups"]))).ApiKey);
        using var request = new HttpRequestMessage(new(method), path) { Content = JsonContent.Create(new { user_id = "ada" }) };

        using var answer = await client.SendAsync(request);

        await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "scope_missing");
    }

    [Theory]
    [InlineData("face-recognition")]
    [InlineData("webrtc-signaling")]
    public async Task A_key_for_other_things_opens_no_socket(string name)
    {
        var other = await IssueAsync(new KeyTerms(["subjects"]));
        var right = await IssueAsync(new KeyTerms(["sessions"]));

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => OpenAsync(_host, With(other), name));
        using var socket = await OpenAsync(_host, With(right), name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_that_is_no_longer_good_begins_no_session_on_an_open_socket(bool isRevoked)
    {
        var key = await IssueAsync(new KeyTerms(null, _host.Clock.GetUtcNow().AddMinutes(1)));
        using var faces = await OpenAsync(_host, With(key));
        using var video = await OpenAsync(_host, With(key), "webrtc-signaling");
        if (isRevoked) await Parties.RevokeKeyAsync("shop", key.Record.Id, default);
        else _host.Clock.Advance(TimeSpan.FromMinutes(1));

        await SendAsync(faces, new { type = "start_enrollment", user_id = "ada" });
        await SendAsync(video, new { type = "offer", offer = "v=0", session_type = "enrollment", user_id = "ada" });

        var failed = await NextAsync(faces, "enrollment_failed", never: "enrollment_started");
        Assert.Equal("api_key_invalid", failed.GetProperty("code").GetString());
        Assert.Equal("api_key_invalid", (await NextAsync(video, "error", never: "answer")).GetProperty("code").GetString());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await CloseOfAsync(video));
    }

    [Fact]
    public async Task A_picture_of_another_subject_is_not_taken_for_the_one_before()
    {
        using var socket = await OpenAsync(_host, With(await IssueAsync(new KeyTerms())));
        await SendAsync(socket, new { type = "start_enrollment", user_id = "ada" });
        await SendFrameOfAsync(socket, "ada");
        var first = await RunAsync(0);
        await SendFrameOfAsync(socket, "bob");

        var second = await RunAsync(1);

        Assert.NotEqual(first.Request.SubjectId, second.Request.SubjectId);
        var left = await NextAsync(socket, "enrollment_failed", never: "enrollment_complete");
        Assert.Equal((first.Request.SessionId, "left"), (
            left.GetProperty("session_id").GetGuid(), left.GetProperty("result").GetProperty("error").GetString()));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    async Task<FakeAuthRun> RunAsync(int index)
    {
        for (var waited = 0; _host.Pipeline.Runs.Count <= index; waited++)
        {
            Assert.InRange(waited, 0, 600);
            await Task.Delay(50);
        }

        return _host.Pipeline.Runs[index];
    }

    static Task SendFrameOfAsync(WebSocket socket, string subject) => SendAsync(socket, new
    {
        type = "process_frame",
        frame_data = TestPictures.DataUrl(TestPictures.Jpeg()),
        session_type = "enrollment",
        user_id = subject,
    });

    IRelyingPartyStore Parties => _host.Services.GetRequiredService<IRelyingPartyStore>();

    async Task<IssuedKey> IssueAsync(KeyTerms terms) => await Parties.IssueKeyAsync("shop", default, terms);

    static Action<IDictionary<string, Microsoft.Extensions.Primitives.StringValues>> With(IssuedKey key) =>
        headers => headers["X-Api-Key"] = key.ApiKey;
}
