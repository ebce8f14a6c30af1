using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

public sealed class LegacyAuthApiTests : IAsyncDisposable
{
    const string Email = "test@example.com";
    const string Password = "testpassword123";

    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "1000"));

    public enum Body
    {
        Json,
        Multipart,
        Urlencoded,
    }

    [Theory]
    [InlineData(Body.Json, "/api/auth/register/")]
    [InlineData(Body.Json, "/api/auth/register")]
    [InlineData(Body.Multipart, "/api/auth/register/")]
    [InlineData(Body.Urlencoded, "/api/auth/register/")]
    public async Task Its_own_registration_test_gets_201(Body body, string path)
    {
        using var client = _host.CreateClient();

        using var answer = await client.PostAsync(path, Of(body, new()
        {
            ["email"] = Email,
            ["password"] = Password,
            ["first_name"] = "Test",
            ["last_name"] = "User",
        }));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(Email, tokens.GetProperty("user").GetProperty("email").GetString());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("access").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/subjects")).StatusCode);
    }

    [Fact]
    public async Task An_email_signs_in_refreshes_and_signs_out()
    {
        using var client = _host.CreateClient();
        (await RegisterAsync(client)).Dispose();

        using var login = await PostAsync(client, "login/", new { email = Email, password = Password });
        var refresh = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refresh").GetString();
        using var again = await PostAsync(client, "refresh/", new { refresh });
        var next = (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refresh_token").GetString();
        using var logout = await PostAsync(client, "logout/", new { refresh_token = next });
        using var late = await PostAsync(client, "refresh/", new { refresh = next });

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (login.StatusCode, again.StatusCode, logout.StatusCode));
        await late.AssertProblemAsync(HttpStatusCode.Unauthorized, "refresh_failed");
    }

    [Fact]
    public async Task A_wrong_password_is_401()
    {
        using var client = _host.CreateClient();
        (await RegisterAsync(client)).Dispose();

        using var answer = await PostAsync(client, "login/", new { email = Email, password = "another password" });

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "login_failed");
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("""{"email":"a@example.com","email":"b@example.com","password":"testpassword123"}""", "application/json", 400)]
    [InlineData("""["a"]""", "application/json", 400)]
    [InlineData("{", "application/json", 400)]
    [InlineData("", "application/json", 400)]
    [InlineData("""{"email":{"a":[[[[[[[[[[1]]]]]]]]]]}}""", "application/json", 400)]
    [InlineData("""{"email":"\ud800","password":"testpassword123"}""", "application/json", 400)]
    [InlineData("email=a@example.com&email=b@example.com&password=testpassword123", "application/x-www-form-urlencoded", 400)]
    [InlineData("no boundary", "multipart/form-data", 400)]
    [InlineData("--x\r\nbroken", "multipart/form-data; boundary=x", 400)]
    [InlineData("<a/>", "text/xml", 415)]
    [InlineData("", "text/plain", 400)]
    public async Task A_body_that_cannot_be_read_is_refused(string body, string type, int status)
    {
        using var client = _host.CreateClient();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var answer = await client.PostAsync("/api/auth/register/", content);

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
    }

    [Fact]
    public async Task A_large_body_is_refused()
    {
        using var client = _host.CreateClient();

        using var answer = await PostAsync(client, "register/", new { email = Email, first_name = new string('x', 20_000) });

        await answer.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://localhost", true)]
    [InlineData("https://app.example.org", true)]
    [InlineData("https://evil.example.org", false)]
    [InlineData("null", false)]
    public async Task Only_a_page_of_ours_gets_the_cookie(string? origin, bool isGiven)
    {
        await using var host = new HostApplication(("Web:CorsOrigins:0", "https://app.example.org"));
        using var client = host.CreateClient();
        if (origin is not null) client.DefaultRequestHeaders.Add("Origin", origin);

        using var answer = await RegisterAsync(client);

        var cookie = answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single() : "";
        Assert.Equal(isGiven, cookie.Length > 0);
        if (isGiven) Assert.EndsWith("; path=/ws; samesite=strict; httponly", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example.org", false)]
    [InlineData("null", false)]
    [InlineData("http://localhost", true)]
    [InlineData(null, true)]
    public async Task Only_a_page_of_ours_takes_the_cookie_back(string? origin, bool isTaken)
    {
        using var client = _host.CreateClient(new() { HandleCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/logout/");
        if (origin is not null) request.Headers.Add("Origin", origin);

        using var answer = await client.SendAsync(request);

        Assert.Equal(isTaken, answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_cookie_signs_nobody_in_to_the_api()
    {
        using var client = _host.CreateClient();
        using var registered = await RegisterAsync(client);
        var cookie = registered.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var other = _host.CreateClient(new() { HandleCookies = false });
        other.DefaultRequestHeaders.Add("Cookie", cookie);

        using var answer = await other.GetAsync("/api/analytics/user-activity/");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Only_health_is_left_of_it_where_it_is_turned_off()
    {
        await using var host = new HostApplication(("Legacy:Enabled", "false"));
        using var client = host.CreateClient();

        using var register = await RegisterAsync(client);
        using var health = await client.GetAsync("/health/");

        await register.AssertProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static Task<HttpResponseMessage> RegisterAsync(HttpClient client) =>
        PostAsync(client, "register/", new { email = Email, password = Password });

    static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, object body) =>
        client.PostAsJsonAsync($"/api/auth/{path}", body);

    static HttpContent Of(Body body, Dictionary<string, string> fields)
    {
        if (body == Body.Json) return JsonContent.Create(fields);
        if (body == Body.Urlencoded) return new FormUrlEncodedContent(fields);
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        return form;
    }
}
