using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;

namespace FaceAuth.Signaling.Tests.OpenApi;

/// <summary>The page that shows the API's description comes from this server alone, and no script is written into it.</summary>
public sealed class OpenApiPageTests : IAsyncDisposable
{
    readonly HostApplication _host = new(("Web:PathBase", "/face"));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("/face")]
    public async Task It_names_files_of_its_own_by_relative_addresses(string below)
    {
        using var client = _host.CreateClient();

        var page = await client.GetStringAsync($"{below}/scalar");   // is sent on to the slash

        var files = Regex.Matches(page, "(?:href|src)=\"([^\"#]*)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(4, files.Count);
        foreach (var file in files)
        {
            Assert.DoesNotMatch("^(/|https?:)", file);
            using var answer = await client.GetAsync($"{below}/scalar/{file}");
            Assert.Equal((file, HttpStatusCode.OK), (file, answer.StatusCode));
        }

        Assert.DoesNotMatch("<script[^>]*>[^<]|<style| on[a-z]+=| style=", page);
    }

    [Theory]
    [InlineData("gzip, br")]
    [InlineData("identity")]
    public async Task Its_library_arrives_as_a_script(string encoding)
    {
        using var client = _host.CreateClient();
        client.DefaultRequestHeaders.Add("Accept-Encoding", encoding);

        using var answer = await client.GetAsync("/scalar/scalar.js");

        await using var bytes = await answer.Content.ReadAsStreamAsync();
        var isPacked = answer.Content.Headers.ContentEncoding.Contains("gzip");
        using var script = new StreamReader(isPacked ? new GZipStream(bytes, CompressionMode.Decompress) : bytes);
        Assert.Equal((encoding != "identity", "text/javascript"), (isPacked, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("createApiReference", await script.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_policy_lets_no_script_from_elsewhere_run_and_none_from_text()
    {
        using var client = _host.CreateClient();

        using var page = await client.GetAsync("/scalar/");
        using var other = await client.GetAsync("/");

        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", Assert.Single(other.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }
}
