using System.Net;
using System.Security.Authentication;
using FaceAuth.Load.Simulate;

namespace FaceAuth.Load.Tests.Simulate;

public sealed class ServerApiTests
{
    [Theory]
    [InlineData("http://host", "", "http://host/")]
    [InlineData("http://host", "/hubs/signaling", "http://host/hubs/signaling")]
    [InlineData("http://host/face", "", "http://host/face/")]
    [InlineData("http://host/face", "/hubs/signaling", "http://host/face/hubs/signaling")]
    [InlineData("http://host/face/", "/face/hubs/signaling", "http://host/face/hubs/signaling")]
    public void A_server_below_a_path_is_asked_below_it(string server, string path, string expected)
    {
        Assert.Equal(expected, ServerApi.Below(new(server), path).ToString());
    }

    [Fact]
    public async Task Every_request_goes_below_the_servers_path()
    {
        var asked = new Asked();
        using var http = new HttpClient(asked) { BaseAddress = ServerApi.Below(new("http://host/face"), "") };
        var api = new ServerApi(http);
        var settings = new SimulateSettings { Clip = new() { Path = "" }, Server = new("http://host/face"), Purpose = "enroll" };

        await Assert.ThrowsAsync<SimulateException>(() => api.SignInAsync(settings, default));
        await Assert.ThrowsAsync<SimulateException>(() => api.CreateSessionAsync(settings, "nonce", default));
        await Assert.ThrowsAsync<SimulateException>(() => api.GetKeysAsync(default));

        Assert.Equal(["/face/v1/auth/login", "/face/v1/sessions", "/face/.well-known/jwks.json"], asked.Paths);
    }

    [Fact]
    public async Task A_session_is_asked_for_with_group_and_consent_where_they_are_given()
    {
        var asked = new Asked();
        using var http = new HttpClient(asked) { BaseAddress = new("http://host/") };
        var api = new ServerApi(http);
        var settings = new SimulateSettings { Clip = new() { Path = "" }, Server = new("http://host"), Purpose = "enroll" };

        await Assert.ThrowsAsync<SimulateException>(() => api.CreateSessionAsync(settings, "nonce", default));
        await Assert.ThrowsAsync<SimulateException>(
            () => api.CreateSessionAsync(settings with { Group = "staff", Consent = "2026-11" }, "nonce", default));

        Assert.DoesNotContain("version", asked.Bodies[0], StringComparison.Ordinal);
        Assert.Contains("\"group\":\"staff\"", asked.Bodies[1], StringComparison.Ordinal);
        Assert.Contains("\"consent\":{\"version\":\"2026-11\"}", asked.Bodies[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_named_with_what_to_do()
    {
        var thrown = new HttpRequestException(
            HttpRequestError.SecureConnectionError, "The SSL connection could not be established.",
            new AuthenticationException("The remote certificate is invalid."));
        using var http = new HttpClient(new Thrown(thrown)) { BaseAddress = new("https://host/") };

        var fault = await Assert.ThrowsAsync<SimulateException>(() => new ServerApi(http).GetKeysAsync(default));

        Assert.Contains("certificate of https://host/ is not trusted", fault.Message, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE=", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("No server answers", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_choose_the_clips_policy_is_told_what_may_be_done()
    {
        using var refused = new HttpResponseMessage(HttpStatusCode.Forbidden)
        {
            Content = new StringContent("""{"code":"policy_too_mild","detail":"Too mild."}""", null, "application/problem+json"),
        };
        using var http = new HttpClient(new Answered(refused)) { BaseAddress = new("http://host/") };
        var settings = new SimulateSettings { Clip = new() { Path = "" }, Server = new("http://host"), Purpose = "enroll" };

        var fault = await Assert.ThrowsAsync<SimulateException>(() => new ServerApi(http).CreateSessionAsync(settings, "nonce", default));

        Assert.Contains("Too mild.", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--Signaling:LeastPolicy passive", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--policy standard", fault.Message, StringComparison.Ordinal);
    }

    sealed class Thrown(Exception fault) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(fault);
    }

    sealed class Answered(HttpResponseMessage answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer);
    }

    sealed class Asked : HttpMessageHandler
    {
        public List<string> Paths { get; } = [];

        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Paths.Add(request.RequestUri!.AbsolutePath);
            Bodies.Add(request.Content is { } body ? await body.ReadAsStringAsync(cancellationToken) : "");
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }
    }
}
