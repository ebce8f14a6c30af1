using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace FaceAuth.Signaling.Tests.Errors;

/// <summary>What cannot be read is refused with the place where, and with what to send in its place.</summary>
public sealed class BadRequestsTests : IAsyncLifetime
{
    readonly HostApplication _host = new();
    HttpClient _party = null!;

    [Theory]
    [InlineData("""{"purpose":"enroll","subject":"ada","polciy":"strict"}""", "polciy", "no field")]
    [InlineData("""{"purpose":"enroll","consent":{"version":"1","by":"x"}}""", "consent.by", "no field")]
    [InlineData("""{"purpose":"enroll","subject":{"name":"ada"}}""", "subject", "type")]
    [InlineData("""{"purpose":"enroll","consent":{"version":7}}""", "consent.version", "type")]
    [InlineData("""{"purpose":"enroll","policy":"strict","policy":"passive"}""", "policy", "twice")]
    [InlineData("""{"purpose":"enroll","policy":"strict","Policy":"passive"}""", "The field Policy comes", "twice")]
    [InlineData("""{"purpose":"enroll","x y":1}""", "field x y.", "no field")]
    [InlineData("""{"purpose":"enroll","consent":{"version":"1","it's":1}}""", "field consent.it's.", "no field")]
    [InlineData("""{"purpose":"enroll","consent":{"version":"1","a.b":1}}""", "field consent.a.b.", "no field")]
    [InlineData("""{"purpose":"enroll","consent":{"Version":7}}""", "field consent.Version has", "type")]
    [InlineData("""{"purpose":"enroll",}""", "line 1", "JSON")]
    [InlineData("{\n\"purpose\": enroll}", "line 2", "JSON")]
    [InlineData("""["enroll"]""", "body", "type")]
    [InlineData("", "body", "JSON")]
    [InlineData("null", "body", "JSON")]
    public async Task A_body_is_refused_with_the_field_and_why(string body, string where, string why)
    {
        var detail = await DetailAsync(HttpMethod.Post, "/v1/sessions", HttpStatusCode.BadRequest, "bad_request", Json(body));

        Assert.Contains(where, detail, StringComparison.Ordinal);
        Assert.Contains(why, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("FaceAuth.", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_too_deep_or_with_an_endless_name_is_told_shortly()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"purpose\":", 20)) + "1" + new string('}', 20);

        var nested = await DetailAsync(HttpMethod.Post, "/v1/sessions", HttpStatusCode.BadRequest, "bad_request", Json(deep));
        var wide = await DetailAsync(
            HttpMethod.Post, "/v1/sessions", HttpStatusCode.BadRequest, "bad_request", Json($$"""{"{{new string('a', 8000)}}":1}"""));

        Assert.InRange(nested.Length, 1, 400);
        Assert.InRange(wide.Length, 1, 400);
    }

    [Theory]
    [InlineData("/v1/sessions?count=abc", "count")]
    [InlineData("/v1/subjects?count=1e9", "count")]
    [InlineData("/v1/figures?from=yesterday", "from")]
    public async Task A_parameter_is_refused_by_its_name_and_without_a_word_of_json(string path, string name)
    {
        var detail = await DetailAsync(HttpMethod.Get, path, HttpStatusCode.BadRequest, "bad_request");

        Assert.Contains(name, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("JSON", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conditions_ranges_and_media_types_have_their_own_sentences()
    {
        using var text = new StringContent("purpose=enroll", Encoding.UTF8, "text/plain");
        var type = await DetailAsync(HttpMethod.Post, "/v1/sessions", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type", text);
        var condition = await DetailAsync(
            HttpMethod.Get, "/index.html", HttpStatusCode.PreconditionFailed, "precondition_failed", null,
            headers => headers.IfMatch.Add(new("\"other\"")));
        var range = await DetailAsync(
            HttpMethod.Get, "/index.html", HttpStatusCode.RequestedRangeNotSatisfiable, "range_not_satisfiable", null,
            headers => headers.Range = new(99_999_999, null));

        Assert.Contains("application/json", type, StringComparison.Ordinal);
        Assert.Contains("If-Match", condition, StringComparison.Ordinal);
        Assert.Contains("Range", range, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync() => _party = await _host.RelyingPartyAsync();

    public async ValueTask DisposeAsync()
    {
        _party.Dispose();
        await _host.DisposeAsync();
    }

    async Task<string> DetailAsync(
        HttpMethod method, string path, HttpStatusCode status, string code, HttpContent? body = null,
        Action<HttpRequestHeaders>? with = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        with?.Invoke(request.Headers);
        using var answer = await _party.SendAsync(request);
        await answer.AssertProblemAsync(status, code);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return problem.GetProperty("detail").GetString()!;
    }

    static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
