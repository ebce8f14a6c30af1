using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using Microsoft.IdentityModel.JsonWebTokens;
using static FaceAuth.Signaling.Tests.Api.Legacy.LegacyCalls;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

public sealed class LegacyVideoTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Theory]
    [InlineData("""{"offer":{"type":"offer","sdp":"v=0"}}""")]
    [InlineData("""{"type":"offer","sdp":"v=0"}""")]
    [InlineData("""{"offer":"v=0"}""")]
    public async Task An_offer_is_answered_in_a_session_like_any_other(string body)
    {
        using var user = await _host.UserAsync();
        var subject = await _host.EnrollAsync(user, null);

        using var answer = await PostOfferAsync(user, "offer", body);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
        _host.Pipeline.Runs[0].Says(new AuthEvent.Decided(new(true, subject, [], Scores)));
        var status = await StatusAsync(user);

        Assert.Equal((HttpStatusCode.OK, "answer"), (answer.StatusCode, said.GetProperty("answer").GetProperty("type").GetString()));
        Assert.True(status.GetProperty("authenticated").GetBoolean());
        var verdict = new JsonWebToken(status.GetProperty("result").GetProperty("verdict").GetString());
        Assert.True(verdict.TryGetPayloadValue<object>("dtls", out _));   // it came as video does
        Assert.Equal(1, _host.Media.VideoOffers);
    }

    [Theory]
    [InlineData("offer", """{"offer":{"type":"offer"}}""", 422, "bad_sdp")]
    [InlineData("offer", """{"offer":{"sdp":7}}""", 422, "bad_sdp")]
    [InlineData("offer", "{}", 422, "bad_sdp")]
    [InlineData("offer", """{"sdp":"v=0","session_type":"enrollment","user_id":"bob"}""", 403, "subject_not_allowed")]
    [InlineData("offer", """{"sdp":"v=0"}""", 409, "not_enrolled")]
    [InlineData("answer", """{"answer":{"type":"answer","sdp":"v=0"}}""", 409, "session_ended")]
    public async Task What_cannot_be_answered_is_refused(string path, string body, int status, string code)
    {
        using var user = await _host.UserAsync();

        using var answer = await PostOfferAsync(user, path, body);

        await answer.AssertProblemAsync((HttpStatusCode)status, code);
    }

    [Fact]
    public async Task Candidates_are_taken_and_ignored()
    {
        using var user = await _host.UserAsync();

        using var answer = await PostOfferAsync(user, "ice", """{"candidate":{"candidate":"candidate:1 1 udp 1 192.0.2.1 9 typ host"}}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_socket_hears_its_answer_and_its_result_without_a_data_channel()
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(_host, user, "webrtc-signaling");

        await SendAsync(socket, new { type = "ice_candidate", candidate = "candidate:1" });
        await SendAsync(socket, new { type = "offer", offer = new { type = "offer", sdp = "v=0" }, session_type = "enrollment" });
        var answer = await NextAsync(socket, "answer");
        var run = _host.Pipeline.Runs[0];
        run.Says(new AuthEvent.Guidance(GuidanceCode.MoveCloser));
        var guidance = await NextAsync(socket, "guidance");
        run.Says(new AuthEvent.Decided(new(true, run.Request.SubjectId, [], Scores)));
        var complete = await NextAsync(socket, "enrollment_complete");

        Assert.StartsWith("v=0", answer.GetProperty("answer").GetProperty("sdp").GetString(), StringComparison.Ordinal);
        Assert.Equal("move_closer", guidance.GetProperty("code").GetString());
        Assert.True(complete.GetProperty("result").GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task A_socket_hears_how_a_connection_was_lost()
    {
        using var user = await _host.UserAsync();
        await _host.EnrollAsync(user, null);
        using var socket = await OpenAsync(_host, user, "webrtc-signaling");
        await SendAsync(socket, new { type = "offer", offer = new { type = "offer", sdp = "v=0" } });
        await NextAsync(socket, "answer");

        _host.Media.Peers[0].Happens(new PeerEvent.Ended(PeerEnd.NeverConnected));

        var result = (await NextAsync(socket, "authentication_result")).GetProperty("result");
        Assert.False(result.GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task A_refused_offer_is_told_on_the_socket()
    {
        using var user = await _host.UserAsync();
        await _host.EnrollAsync(user, null);
        _host.Media.Refusal = PeerRefusal.NoVideo;
        using var socket = await OpenAsync(_host, user, "webrtc-signaling");

        await SendAsync(socket, new { type = "offer", offer = new { type = "offer", sdp = "v=0" } });

        Assert.Equal("no_video", (await NextAsync(socket, "error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_api_key_that_names_nobody_is_told_which_field_does()
    {
        using var party = await _host.RelyingPartyAsync();
        using var socket = await OpenAsync(
            _host, headers => headers["X-Api-Key"] = party.DefaultRequestHeaders.GetValues("X-Api-Key").Single(), "webrtc-signaling");

        await SendAsync(socket, new { type = "offer", offer = new { type = "offer", sdp = "v=0" }, session_type = "enrollment" });

        var error = await NextAsync(socket, "error");
        Assert.Equal("bad_subject", error.GetProperty("code").GetString());
        Assert.Contains("Set user_id ", error.GetRawText(), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static AuthScores Scores => new(0.71, 0.42, 0.9, 2, 80, 12, TimeSpan.FromSeconds(4), ["detector", "embedder"]);

    static Task<HttpResponseMessage> PostOfferAsync(HttpClient client, string path, string body) =>
        client.PostAsync($"/api/streaming/webrtc/{path}/", new StringContent(body, null, "application/json"));
}
