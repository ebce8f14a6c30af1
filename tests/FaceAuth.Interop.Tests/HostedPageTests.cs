using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Interop.Tests.Component;
using FaceAuth.Interop.Tests.Running;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests;

/// <summary>A relying party's session on the server's own page: its name, its colour, and the way back.</summary>
[Collection("flows")]
public sealed class HostedPageTests
{
    const string Back = "http://127.0.0.1:9/signed-in";   // nobody is there: the browser is only asked for it

    [Fact]
    public async Task A_person_sees_who_asks_and_is_sent_back_afterwards_and_nowhere_else()
    {
        await using var server = await ServerProcess.StartAsync(
            "Models__Pack=starter", "HostedPage__Parties__0__Name=interop", "HostedPage__Parties__0__Title=The Shop",
            "HostedPage__Parties__0__Colour=#7a1fa2", $"HostedPage__Parties__0__ReturnTo__0={Back}");
        await using var browser = await CameraBrowser.OpenAsync(Path.Combine(Repository.Root, "tests", "clips", "bert.mp4"));
        var page = browser.Page;
        await page.RouteAsync(Back + "?*", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<h1>Back</h1>" }));
        var (id, link) = await LinkAsync(server, "identify", Back + "?cart=7");

        await page.GotoAsync(link);
        await page.GetByText("The Shop would like to see your face").WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "See whether you are known here" }).WaitForAsync();
        Assert.Equal("See whether you are known here · The Shop", await page.TitleAsync());

        var start = page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" });
        Assert.Equal("rgb(122, 31, 162)", await start.EvaluateAsync<string>("button => getComputedStyle(button).backgroundColor"));
        await start.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync(new() { Timeout = 90_000 });
        await page.GetByRole(AriaRole.Heading, new() { Name = "Back" }).WaitForAsync();
        Assert.Equal($"{Back}?cart=7&session={id}", page.Url);

        var (_, elsewhere) = await LinkAsync(server, "identify", "https://evil.example/");
        await page.GotoAsync(elsewhere);
        await page.GetByRole(AriaRole.Heading, new() { Name = "This link cannot be used" }).WaitForAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).CountAsync());
    }

    [Theory]
    [InlineData("en", "No video is kept. A few pictures", "for 7 days at most")]
    [InlineData("de", "Es wird kein Video aufbewahrt. Einige Bilder", "höchstens 7 Tag(e)")]
    public async Task Where_pictures_are_kept_the_page_says_so_before_the_camera_opens(string language, string kept, string time)
    {
        await using var server = await ServerProcess.StartAsync("Models__Pack=starter", "Reviews__Pictures=3");
        await using var browser = await ComponentBrowser.OpenAsync(null, new() { Locale = language });
        var (_, link) = await LinkAsync(server, "identify", null);

        await browser.Page.GotoAsync(link);

        var intro = browser.Page.Locator("face-auth[view=intro]");
        await intro.GetByText(kept).WaitForAsync();
        await intro.GetByText(time).WaitForAsync();
        await browser.Page.Locator("footer").GetByText("for 7 days at most").WaitForAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_was_accepted_goes_back_by_themselves_unless_they_stay(bool stays)
    {
        await using var server = await ServerProcess.StartAsync(
            "Models__Pack=starter", "HostedPage__Parties__0__Name=interop", $"HostedPage__Parties__0__ReturnTo__0={Back}");
        await using var browser = await CameraBrowser.OpenAsync(Path.Combine(Repository.Root, "tests", "clips", "anton_enrol.mp4"));
        var page = browser.Page;
        await page.RouteAsync(Back + "?*", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<h1>Back</h1>" }));
        var (id, link) = await LinkAsync(server, "enroll", Back);
        await page.GotoAsync(link);

        await page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();

        if (stays)
        {
            await page.WaitForSelectorAsync("body[data-state=accepted]", new() { Timeout = 90_000 });
            await page.GetByText("You go back in 20 seconds.").WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Stay here" }).ClickAsync();
            await page.Locator("#going-back").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
            await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        }

        await page.GetByRole(AriaRole.Heading, new() { Name = "Back" }).WaitForAsync(new() { Timeout = 90_000 });
        Assert.Equal($"{Back}?session={id}", page.Url);
    }

    static async Task<(Guid Id, string Link)> LinkAsync(ServerProcess server, string purpose, string? back)
    {
        using var answer = await server.Http.PostAsJsonAsync(
            "/v1/sessions", new { purpose, policy = "passive", subject = purpose == "enroll" ? "anton" : null });
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var (token, nonce) = (session.GetProperty("token").GetString(), session.GetProperty("nonce").GetString());
        return (session.GetProperty("id").GetGuid(),
            new Uri(server.Address, $"/#token={token}&nonce={nonce}"
                + (back is null ? "" : $"&return={Uri.EscapeDataString(back)}")).ToString());
    }
}
