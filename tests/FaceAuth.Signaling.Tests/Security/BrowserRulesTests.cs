using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>What answers tell browsers to keep to.</summary>
public sealed class BrowserRulesTests : IAsyncDisposable
{
    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "1000"));

    [Theory]
    [InlineData("/")]
    [InlineData("/reset.html")]
    [InlineData("/js/app.js")]
    [InlineData("/component/face-auth.js")]
    [InlineData("/scalar/")]
    [InlineData("/scalar/start.js")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/v1/subjects")]
    [InlineData("/v1/nothing")]
    public async Task Every_answer_loads_its_own_alone_is_framed_by_nobody_and_tells_nobody_where(string path)
    {
        using var client = _host.CreateClient();

        using var answer = await client.GetAsync(path);

        string Header(string name) => Assert.Single(answer.Headers.GetValues(name));
        var policy = Header("Content-Security-Policy").Split(';', StringSplitOptions.TrimEntries);
        // what has no directive of its own, plugins too, goes by the first
        foreach (var part in (string[])["default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"])
            Assert.Contains(part, policy);
        Assert.DoesNotContain(policy, part => part.Contains('*') || part.Contains("http", StringComparison.Ordinal));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
    }

    [Theory]
    [InlineData("GET", "/v1/subjects")]
    [InlineData("POST", "/v1/auth/login")]
    [InlineData("POST", "/api/auth/login/")]
    [InlineData("POST", "/hubs/signaling/negotiate")]
    public async Task A_client_that_forgot_the_s_of_https_is_not_sent_on_in_silence(string method, string path)
    {
        using var client = _host.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new("http://face.example.org") });
        using var request = new HttpRequestMessage(new(method), path);
        if (method == "POST") request.Content = JsonContent.Create(new { userName = "ada", password = "wrong horse battery" });

        using var answer = await client.SendAsync(request);

        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task The_cookie_stays_below_4096_bytes_and_over_https_goes_over_https_alone()
    {
        using var client = _host.CreateClient(new() { HandleCookies = false, BaseAddress = new("https://face.example.org") });
        var email = new string('a', 116) + "@example.org";

        using var answer = await client.PostAsJsonAsync("/api/auth/register/", new { email, password = "testpassword123" });

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.InRange(cookie.Split(';')[0].Length, 20, 4096);
        Assert.Contains("; secure;", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://face.example.org", "", "__Host-faceauth_ws=", "; path=/;")]
    [InlineData("https://face.example.org", "/face", "__Secure-faceauth_ws=", "; path=/face/ws;")]
    [InlineData("http://localhost", "", "faceauth_ws=", "; path=/ws;")]     // where browsers take no prefix
    public async Task Over_https_the_cookies_name_says_that_this_host_alone_set_it(string at, string below, string begins, string has)
    {
        await using var host = new HostApplication(("Web:PathBase", below));
        using var client = host.CreateClient(new() { HandleCookies = false, BaseAddress = new(at) });

        var ada = new { email = "ada@example.org", password = "testpassword123" };
        using var answer = await client.PostAsJsonAsync($"{below}/api/auth/register/", ada);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith(begins, cookie, StringComparison.Ordinal);
        Assert.Contains(has, cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("https://face.example.org/", "365", "false", "max-age=31536000")]
    [InlineData("https://face.example.org/v1/nothing", "730", "true", "max-age=63072000; includeSubDomains")]
    [InlineData("https://face.example.org/js/app.js", "365", "true", "max-age=31536000; includeSubDomains")]
    [InlineData("https://face.example.org/", "0", "false", null)]
    [InlineData("http://face.example.org/", "365", "false", null)]
    [InlineData("https://localhost/", "365", "false", null)]
    public async Task Browsers_keep_to_https_for_a_year_and_for_names_below_where_it_says_so(
        string at, string days, string subdomains, string? expected)
    {
        await using var host = new HostApplication(("Web:HstsDays", days), ("Web:HstsSubdomains", subdomains));
        using var client = host.CreateClient();

        using var answer = await client.GetAsync(at);

        Assert.Equal(expected, answer.Headers.TryGetValues("Strict-Transport-Security", out var said) ? said.Single() : null);
    }

    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/reset.html", "text/html; charset=utf-8")]
    [InlineData("/js/app.js", "text/javascript; charset=utf-8")]
    [InlineData("/css/style.css", "text/css; charset=utf-8")]
    [InlineData("/favicon.svg", "image/svg+xml; charset=utf-8")]
    [InlineData("/scalar/", "text/html; charset=utf-8")]
    [InlineData("/scalar/start.js", "text/javascript; charset=utf-8")]
    public async Task What_is_text_says_in_which_letters(string path, string type)
    {
        using var client = _host.CreateClient();

        using var answer = await client.GetAsync(path);

        Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task No_text_that_the_server_gives_out_leaves_its_letters_open()
    {
        using var client = _host.CreateClient();
        var seen = 0;

        foreach (var path in PathsOf(_host))
        {
            using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            if (answer.Content.Headers.ContentType is not { MediaType: { } media } type) continue;
            seen++;
            // JSON is UTF-8 and has no such parameter (RFC 8259 §8.1)
            Assert.True(media.EndsWith("json", StringComparison.Ordinal) || type.CharSet is "utf-8", $"{path}: {type}");
        }

        Assert.InRange(seen, 5, 200);
    }

    [Theory]
    [InlineData("X-Operator-Key")]
    [InlineData("X-Api-Key")]
    [InlineData("Authorization")]
    public async Task A_GET_changes_nothing(string header)
    {
        const string key = "an operator's key of 32 characters";
        await using var host = new HostApplication(("Operator:Key", key));
        using var party = await host.RelyingPartyAsync();
        using var user = await host.UserAsync();
        var value = header == "X-Operator-Key" ? key
            : (header == "X-Api-Key" ? party : user).DefaultRequestHeaders.GetValues(header).Single();
        var before = await host.Audit.RecentAsync(null, 50, default);
        var passed = 0;

        foreach (var path in PathsOf(host))
        {
            using var client = host.CreateDefaultClient();
            client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
            using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            if (answer.StatusCode == HttpStatusCode.OK) passed++;
        }

        Assert.InRange(passed, 5, 100);
        Assert.Equal(before.Select(entry => entry.Action), (await host.Audit.RecentAsync(null, 50, default)).Select(entry => entry.Action));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>Of all that a GET reaches and that is there without a name in its path; sockets are no requests.</summary>
    static IEnumerable<string> PathsOf(HostApplication host) =>
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
        let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        where !path.Contains('{', StringComparison.Ordinal)
        where !path.StartsWith("/hubs", StringComparison.Ordinal) && !path.StartsWith("/ws", StringComparison.Ordinal)
        select path;
}
