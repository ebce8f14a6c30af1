using System.Net;
using System.Net.Http.Json;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Api;

public sealed class WebTests : IAsyncDisposable
{
    readonly HostApplication _host = new(("RateLimits:SessionsPerUser", "3"), ("RateLimits:AuthPerAddress", "4"));

    [Theory]
    [InlineData("GET", "/v1/nothing", HttpStatusCode.NotFound, "not_found")]
    [InlineData("PUT", "/v1/auth/login", HttpStatusCode.MethodNotAllowed, "method_not_allowed")]
    [InlineData("GET", "/v1/sessions/not-a-guid", HttpStatusCode.Unauthorized, "unauthorized")]
    public async Task What_is_not_there_is_a_problem_too(string method, string path, HttpStatusCode status, string code)
    {
        using var client = _host.CreateClient();
        using var request = new HttpRequestMessage(new(method), path);

        using var answer = await client.SendAsync(request);

        await answer.AssertProblemAsync(status, code);
    }

    [Theory]
    [InlineData("/", "no-cache")]
    [InlineData("/v1/subjects", "no-store")]
    [InlineData("/health/ready", "no-store")]
    [InlineData("/.well-known/jwks.json", "public, max-age=300")]
    public async Task Every_answer_carries_the_security_headers(string path, string caching)
    {
        using var client = _host.CreateClient();

        using var answer = await client.GetAsync(path);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(caching, string.Join(", ", answer.Headers.GetValues("Cache-Control")));
    }

    [Theory]
    [InlineData("/css/style.css", true)]
    [InlineData("/component/face-auth.js", true)]
    [InlineData("/", false)]
    [InlineData("/reset.html", false)]
    [InlineData("/health/ready", false)]
    [InlineData("/.well-known/jwks.json", false)]
    public async Task Files_that_everybody_gets_go_out_compressed_and_nothing_else_does(string path, bool isPacked)
    {
        using var client = _host.CreateClient();
        client.BaseAddress = new("https://localhost");
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("br, gzip");

        using var answer = await client.SendAsync(request);

        Assert.Equal(isPacked ? ["br"] : [], answer.Content.Headers.ContentEncoding);
        Assert.Equal(isPacked, answer.Headers.Vary.Contains("Accept-Encoding"));
        if (!isPacked) return;
        Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var same = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    [Fact]
    public async Task A_user_who_creates_too_many_sessions_is_told_when_to_come_back()
    {
        using var user = await _host.UserAsync();
        for (var i = 0; i < 3; i++) await user.CreateSessionAsync(new { purpose = "enroll" });

        using var answer = await user.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll" });

        await answer.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_requests");
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        using var other = await _host.UserAsync("bob");
        await other.CreateSessionAsync(new { purpose = "enroll" });
    }

    [Fact]
    public async Task An_address_that_guesses_passwords_is_stopped()
    {
        using var client = _host.CreateClient();
        for (var i = 0; i < 4; i++)
            (await client.PostAsJsonAsync("/v1/auth/login", new { userName = $"user{i}", password = "correct horse battery" })).Dispose();

        using var answer = await client.PostAsJsonAsync("/v1/auth/login", new { userName = "ada", password = "correct horse battery" });

        await answer.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_requests");
    }

    [Fact]
    public async Task Other_origins_are_let_in_only_when_named()
    {
        await using var open = new HostApplication(("Web:CorsOrigins:0", "https://app.example.org"));

        Assert.Null(await AllowedAsync(_host, "https://app.example.org"));
        Assert.Equal("https://app.example.org", await AllowedAsync(open, "https://app.example.org"));
        Assert.Null(await AllowedAsync(open, "https://evil.example.org"));
    }

    [Fact]
    public async Task A_named_origin_may_use_the_hub_by_signalrs_own_client_which_sends_credentials()
    {
        await using var open = new HostApplication(("Web:CorsOrigins:0", "https://app.example.org"));
        using var client = open.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/hubs/signaling/negotiate");
        request.Headers.Add("Origin", "https://app.example.org");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,x-requested-with,x-signalr-user-agent");

        using var answer = await client.SendAsync(request);

        Assert.Equal("https://app.example.org", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("true", answer.Headers.GetValues("Access-Control-Allow-Credentials").Single());
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("192.0.2.7", true)]
    [InlineData("192.0.2.8", false)]
    public async Task Forwarded_headers_are_believed_from_named_proxies_only(string proxy, bool isBelieved)
    {
        await using var host = new HostApplication(("Web:TrustedProxies:0", "10.0.0.0/8"), ("Web:TrustedProxies:1", "192.0.2.7"));

        var context = await host.Server.SendAsync(request =>
        {
            request.Connection.RemoteIpAddress = IPAddress.Parse(proxy);
            (request.Request.Method, request.Request.Path, request.Request.Host) = ("GET", "/health/live", new("faceauth.example.org"));
            request.Request.Headers["X-Forwarded-For"] = "203.0.113.5";
            request.Request.Headers["X-Forwarded-Proto"] = "https";
        });

        Assert.Equal(isBelieved ? "203.0.113.5" : proxy, context.Connection.RemoteIpAddress?.ToString());
        Assert.Equal(isBelieved, context.Response.Headers.ContainsKey("Strict-Transport-Security"));
    }

    [Fact]
    public void Every_endpoint_names_a_policy_or_is_open_on_purpose()
    {
        using var client = _host.CreateClient();
        var endpoints = _host.Services.GetRequiredService<EndpointDataSource>().Endpoints;

        Assert.InRange(endpoints.Count, 12, 300);
        Assert.All(endpoints, endpoint => Assert.True(
            endpoint.Metadata.GetMetadata<IAuthorizeData>() is { Policy: not null }
            || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null,
            endpoint.DisplayName));
    }

    /// <summary>A key is issued for some things: an endpoint that asks for no scope would be open to every key.</summary>
    [Fact]
    public void What_is_owners_asks_for_a_scope_wherever_keys_may_come()
    {
        using var client = _host.CreateClient();

        var plain = _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy == "owner")
            // AuthorizationMatrixTests shows that these refuse keys
            .Where(endpoint => endpoint.Metadata.GetMetadata<OnlyFor>()?.Scheme != Schemes.User)
            .Select(endpoint => endpoint.RoutePattern.RawText!);

        Assert.Empty(plain);
    }

    [Theory]
    [InlineData("/v1/auth/login", "application/json; charset=bogus")]
    [InlineData("/v1/auth/login", "application/json; charset=utf-7")]
    [InlineData("/v1/auth/login", "application/json; charset=\"bogus\"")]
    [InlineData("/api/auth/login/", "application/x-www-form-urlencoded; charset=utf-7")]
    [InlineData("/api/auth/login/", "multipart/form-data; boundary=x; charset=utf-7")]
    public async Task A_charset_that_nobody_knows_is_refused_and_breaks_nothing(string path, string type)
    {
        using var client = _host.CreateClient();
        using var content = new ByteArrayContent("{}"u8.ToArray());
        Assert.True(content.Headers.TryAddWithoutValidation("Content-Type", type));

        using var answer = await client.PostAsync(path, content);

        await answer.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        Assert.DoesNotContain(_host.Log.Faults, line => line.Contains("unhandled", StringComparison.Ordinal));
    }

    /// <summary>Whoever tries keys, ten thousand a minute, must not fill the disk by it.</summary>
    [Theory]
    [InlineData("/v1/subjects", "X-Api-Key")]
    [InlineData("/v1/jobs", "X-Operator-Key")]
    public async Task A_key_that_is_not_good_writes_no_line_to_the_log(string path, string header)
    {
        await using var host = new HostApplication(("Operator:Key", "an operator's key of 32 characters"));
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.Add(header, "fa_nonsense");

        (await client.GetAsync(path)).Dispose();

        Assert.DoesNotContain(host.Log.All, line => line.Contains("unknown key", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static async Task<string?> AllowedAsync(HostApplication host, string origin)
    {
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/sessions");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await client.SendAsync(request);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }
}
