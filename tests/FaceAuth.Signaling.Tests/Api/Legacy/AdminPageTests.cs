using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

/// <summary>Where the reference system had its admin interface stands the console.</summary>
public sealed class AdminPageTests
{
    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/")]
    public async Task A_person_is_led_to_where_one_signs_in(string path)
    {
        await using var host = new HostApplication(HostApplication.Console);
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");

        using var answer = await client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, "/admin/sign-in"), (answer.StatusCode, answer.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Contains("FaceAuth console", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/sign-in")]
    [InlineData("/_blazor")]
    public async Task Switched_off_it_is_not_there(string path)
    {
        await using var host = new HostApplication(("Console:Enabled", "false"));
        using var client = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
