using System.Net;
using System.Text;
using System.Text.Json;
using FaceAuth.Signaling.Tests.Webhooks;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Api;

public sealed class IdempotencyTests : IAsyncLifetime
{
    const string Enroll = """{"purpose":"enroll","subject":"ada"}""";

    WebhookHost _host = null!;

    [Theory]
    [InlineData("/v1/sessions", Enroll)]
    [InlineData("/v1/webhooks", """{"url":"https://shop.example.org/hooks"}""")]
    public async Task The_same_request_is_answered_as_before_with_the_secrets_that_were_in_it(string path, string body)
    {
        var first = await SendAsync(_host.Party, path, body, "\"8e03978e-40d5\"");
        var again = await SendAsync(_host.Party, path, body, "8e03978e-40d5");

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal((first.Status, first.Body, first.Location), (again.Status, again.Body, again.Location));
        Assert.Equal((false, true), (first.IsReplayed, again.IsReplayed));
        Assert.DoesNotContain(_host.Application.Log.All, line => line.Contains("8e03978e-40d5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_operator_s_lost_answer_is_given_again_and_no_second_key_is_made()
    {
        using var owner = _host.Application.CreateClient();
        owner.DefaultRequestHeaders.Add("X-Operator-Key", WebhookHost.OperatorKey);
        const string Keys = "/v1/relying-parties/bank/keys";

        var first = await SendAsync(owner, Keys, "{}", "a");
        var again = await SendAsync(owner, Keys, "{}", "a");

        Assert.Equal(first.Body, again.Body);
        Assert.Equal(1, (await owner.JsonAsync(Keys)).GetProperty("keys").GetArrayLength());
    }

    [Fact]
    public async Task Another_request_with_the_key_is_refused_and_another_caller_s_is_its_own()
    {
        using var other = await _host.Application.RelyingPartyAsync("other");
        var first = await SendAsync(_host.Party, "/v1/sessions", Enroll, "a");

        var mismatch = await SendAsync(_host.Party, "/v1/sessions", """{"purpose":"enroll","subject":"bob"}""", "a");
        var elsewhere = await SendAsync(_host.Party, "/v1/webhooks", Enroll, "a");
        var others = await SendAsync(other, "/v1/sessions", Enroll, "a");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_mismatch"), (mismatch.Status, mismatch.Code));
        Assert.Equal("idempotency_mismatch", elsewhere.Code);
        Assert.Equal(HttpStatusCode.Created, others.Status);
        Assert.NotEqual(first.Body, others.Body);
    }

    [Fact]
    public async Task One_that_is_being_answered_is_told_to_wait()
    {
        var owner = "rp:" + (await _host.Application.Services.GetRequiredService<IRelyingPartyStore>().FindAsync("shop", default))!.Id;
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Enroll)));
        await _host.Application.Services.GetRequiredService<IKeptAnswers>()
            .BeginAsync(owner, "a", $"POST\n/v1/sessions\n{hash}", default);

        var waiting = await SendAsync(_host.Party, "/v1/sessions", Enroll, "a");

        Assert.Equal((HttpStatusCode.Conflict, "idempotency_in_flight"), (waiting.Status, waiting.Code));
        _host.Application.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(_host.Party, "/v1/sessions", Enroll, "a")).Status);
    }

    [Fact]
    public async Task What_was_refused_is_asked_anew()
    {
        const string Verify = """{"purpose":"verify","subject":"ada"}""";
        var refused = await SendAsync(_host.Party, "/v1/sessions", Verify, "a");
        Assert.False((int)refused.Status < 300, refused.Body);
        await _host.Application.EnrollAsync(_host.Party, "ada");

        Assert.Equal(HttpStatusCode.Created, (await SendAsync(_host.Party, "/v1/sessions", Verify, "a")).Status);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("\"\"")]
    [InlineData("ключ")]
    public async Task A_key_that_cannot_be_one_is_refused(string key)
    {
        var answer = await SendAsync(_host.Party, "/v1/sessions", Enroll, key);

        Assert.Equal((HttpStatusCode.BadRequest, "bad_idempotency_key"), (answer.Status, answer.Code));
    }

    public async ValueTask InitializeAsync() => _host = await WebhookHost.StartAsync(("Webhooks:Deliver", "false"));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static async Task<Answer> SendAsync(HttpClient client, string path, string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var answer = await client.SendAsync(request);
        return new(
            answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.OriginalString,
            answer.Headers.Contains("Idempotency-Replayed"));
    }

    sealed record Answer(HttpStatusCode Status, string Body, string? Location, bool IsReplayed)
    {
        public string? Code => JsonDocument.Parse(Body).RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;
    }
}
