using System.Net;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>Other pages of the same site have the console's cookie sent, and get nothing for it.</summary>
public sealed class ConsoleWallTests : IAsyncDisposable
{
    const string App = "https://app.example.org";   // may call the API, and no more

    readonly HostApplication _host = new(("Web:CorsOrigins:0", App), HostApplication.Console);

    [Theory]
    [InlineData("GET", "/admin/audit-file/table")]
    [InlineData("GET", "/admin/sessions")]
    [InlineData("POST", "/admin/session")]
    [InlineData("POST", "/admin/own/passkeys/options")]
    [InlineData("GET", "/_blazor")]
    [InlineData("POST", "/_blazor/negotiate")]
    [InlineData("OPTIONS", "/_blazor/negotiate")]
    public async Task A_page_that_may_call_the_API_does_not_reach_the_console(string method, string path)
    {
        using var byOrigin = await AskAsync(method, path, ("Origin", App));
        using var byMetadata = await AskAsync(method, path, ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "no-cors"));

        await byOrigin.AssertProblemAsync(HttpStatusCode.Forbidden, "foreign_page");
        await byMetadata.AssertProblemAsync(HttpStatusCode.Forbidden, "foreign_page");
        Assert.False(byOrigin.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Links_lead_to_it_and_its_own_pages_reach_it()
    {
        var own = _host.Server.BaseAddress.GetLeftPart(UriPartial.Authority);

        using var link = await AskAsync("GET", "/admin/sign-in", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"));
        using var page = await AskAsync("GET", "/admin/sign-in", ("Sec-Fetch-Site", "same-origin"), ("Origin", own));
        using var api = await AskAsync("GET", "/v1/consent", ("Origin", App));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (link.StatusCode, page.StatusCode));
        Assert.Equal(App, Assert.Single(api.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    async Task<HttpResponseMessage> AskAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var client = _host.CreateClient();
        using var request = new HttpRequestMessage(new(method), path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }
}
