using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

/// <summary>Where the reference system had its admin interface stands what to use here.</summary>
public sealed class AdminPageTests
{
    [Fact]
    public async Task The_page_names_what_there_is_and_runs_nothing()
    {
        await using var host = new HostApplication();
        using var client = host.CreateClient();

        using var answer = await client.GetAsync("/admin");

        Assert.Equal((HttpStatusCode.OK, "/admin/"), (answer.StatusCode, answer.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("href=\"../scalar/\"", page, StringComparison.Ordinal);
        Assert.Contains("faceauth", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var reference = await client.GetAsync(new Uri(answer.RequestMessage.RequestUri, "../scalar/"));
        Assert.Equal(HttpStatusCode.OK, reference.StatusCode);
    }

    [Theory]
    [InlineData("Legacy:Enabled", HttpStatusCode.NotFound)]
    [InlineData("Web:OpenApi", HttpStatusCode.OK)]
    public async Task It_links_only_to_what_is_there_and_goes_with_the_old_paths(string off, HttpStatusCode status)
    {
        await using var host = new HostApplication((off, "false"));
        using var client = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

        using var answer = await client.GetAsync("/admin/");

        Assert.Equal(status, answer.StatusCode);
        Assert.DoesNotContain("scalar", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
