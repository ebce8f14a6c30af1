using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Console;

/// <summary>Each page, in both themes and as wide as a desk's and a hand's screen.</summary>
[Collection("console")]
public sealed class ConsoleLookTests(ConsoleServer server)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task The_navigation_is_there_where_there_is_room_and_else_when_asked_for(int width)
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server, width: width);
        await browser.SignInAsync("otto");
        var link = browser.Page.Locator("nav.pages a", new() { HasText = "Attempts" });
        if (width < 960) await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Navigation" }).ClickAsync();

        await link.ClickAsync();

        await browser.HeadingAsync("Attempts");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Free them" })
            .Or(browser.Page.GetByText("Nobody's face")).First.ClickAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 400)]
    public async Task No_page_keeps_anybody_out_breaks_its_policy_or_is_wider_than_the_screen(ColorScheme colours, int width)
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server, colours, width);
        var subject = await server.SubjectAsync("who-is-looked-at");
        await browser.Page.GotoAsync(new Uri(server.Address, "/admin/").ToString());
        var found = (await Axe.SeriousAsync(browser.Page)).Select(one => $"sign-in: {one}").ToList();
        await browser.SignInAsync("ada");

        foreach (var path in (string[])
            [
                "", "sessions", $"sessions/{server.Refused}", "sessions?outcome=abandoned", "subjects", $"subjects/{subject}", "groups",
                "consent", "audit", "reviews", "reviews?state=upheld",
                "webhooks?make=1", "groups?make=1",
            ])
        {
            await browser.GoAsync("/admin/" + path);
            found.AddRange((await Axe.SeriousAsync(browser.Page)).Select(one => $"{path}: {one}"));
            if (await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") > 0)
                found.Add($"{path}: too wide");
        }

        await browser.Page.Keyboard.PressAsync("Control+k");
        await browser.Page.WaitForSelectorAsync(".palette-input");
        found.AddRange((await Axe.SeriousAsync(browser.Page)).Select(one => $"palette: {one}"));
        Assert.Empty(found);
        Assert.Empty(browser.Faults);
    }
}
