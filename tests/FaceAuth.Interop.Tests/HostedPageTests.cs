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
        await page.WaitForSelectorAsync("body[data-state=rejected]", new() { Timeout = 90_000 });
        await page.GetByText("To try again you need a new link").WaitForAsync();
        Assert.Equal(["Go back to The Shop"], await WaysAsync(page));
        // how the server works is no matter of theirs
        Assert.False(await page.IsVisibleAsync("#saw"));
        Assert.False(await page.IsVisibleAsync("#stats"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Go back to The Shop" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Back" }).WaitForAsync();
        Assert.Equal($"{Back}?cart=7&session={id}", page.Url);

        var (_, elsewhere) = await LinkAsync(server, "identify", "https://evil.example/");
        await page.GotoAsync(elsewhere);
        await page.GetByRole(AriaRole.Heading, new() { Name = "This link cannot be used" }).WaitForAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).CountAsync());
    }

    [Fact]
    public async Task A_name_is_shown_as_it_is_whatever_signs_are_in_it()
    {
        const string Name = "Pay$$ $& $`Co <b>";
        await using var server = await ServerProcess.StartAsync(
            "Models__Pack=starter", "HostedPage__Parties__0__Name=interop", $"HostedPage__Parties__0__Title={Name}",
            $"HostedPage__Parties__0__ReturnTo__0={Back}");
        await using var browser = await ComponentBrowser.OpenAsync(null);
        var (_, link) = await LinkAsync(server, "identify", Back);

        await browser.Page.GotoAsync(link);

        await browser.Page.GetByText(Name + " would like to see your face").WaitForAsync();
        Assert.Equal("Go back to " + Name, await browser.Page.InnerTextAsync(".way"));
    }

    [Theory]
    [InlineData("en", 7, "A few pictures may be kept, sealed,", "for 7 days at most", "for 7 days at most")]
    [InlineData("de", 7, "Es wird kein Video aufbewahrt. Einige Bilder", "höchstens 7 Tage lang", "for 7 days at most")]
    [InlineData("de", 1, "Es wird kein Video aufbewahrt. Einige Bilder", "höchstens einen Tag lang", "for a day at most")]
    public async Task Where_pictures_are_kept_the_page_says_so_before_the_camera_opens(
        string language, int days, string kept, string time, string footer)
    {
        await using var server = await ServerProcess.StartAsync(
            "Models__Pack=starter", "Reviews__Pictures=3", $"Reviews__PicturesFor={days}.00:00:00");
        await using var browser = await ComponentBrowser.OpenAsync(null, new() { Locale = language });
        var (_, link) = await LinkAsync(server, "identify", null);

        await browser.Page.GotoAsync(link);

        // in English the page's own words stand in place of the element's, which are hidden then
        var intro = browser.Page.Locator("face-auth[view=intro]");
        await intro.GetByText(kept).Filter(new() { Visible = true }).WaitForAsync();
        await intro.GetByText(time).Filter(new() { Visible = true }).WaitForAsync();
        await browser.Page.Locator("footer").GetByText(footer).WaitForAsync();
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
            Assert.Equal(["Go back to interop"], await WaysAsync(page));
            await page.GetByRole(AriaRole.Link, new() { Name = "Go back to interop" }).ClickAsync();
        }

        await page.GetByRole(AriaRole.Heading, new() { Name = "Back" }).WaitForAsync(new() { Timeout = 90_000 });
        Assert.Equal($"{Back}?session={id}", page.Url);
    }

    [Fact]
    public async Task Who_was_accepted_may_go_back_at_once()
    {
        await using var server = await ServerProcess.StartAsync(
            "Models__Pack=starter", "HostedPage__Parties__0__Name=interop", $"HostedPage__Parties__0__ReturnTo__0={Back}");
        await using var browser = await CameraBrowser.OpenAsync(Path.Combine(Repository.Root, "tests", "clips", "anton_enrol.mp4"));
        var page = browser.Page;
        await page.AddInitScriptAsync(
            "const later = setTimeout; window.setTimeout = (act, time) => time === 20000 ? 0 : later(act, time);");
        await page.RouteAsync(Back + "?*", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<h1>Back</h1>" }));
        var (id, link) = await LinkAsync(server, "enroll", Back);
        await page.GotoAsync(link);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();
        await page.GetByText("You go back in 20 seconds.").WaitForAsync(new() { Timeout = 90_000 });

        await page.GetByRole(AriaRole.Link, new() { Name = "Go back to interop" }).ClickAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = "Back" }).WaitForAsync();
        Assert.Equal($"{Back}?session={id}", page.Url);
    }

    /// <summary>What leads on from a result.</summary>
    static async Task<string[]> WaysAsync(IPage page) =>
        [.. await page.Locator("#face .actions button:visible, #face .way:visible, #verify-now:visible").AllInnerTextsAsync()];

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
