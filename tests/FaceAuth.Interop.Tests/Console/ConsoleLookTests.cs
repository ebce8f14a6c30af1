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
        await browser.Page.GotoAsync(new Uri(browser.Address, "/admin/").ToString());
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
            await PictureAsync(browser.Page, $"{path}-{width}");
        }

        await browser.Page.Keyboard.PressAsync("Control+k");
        await browser.Page.WaitForSelectorAsync(".palette-input");
        await PictureAsync(browser.Page, $"palette-{width}");
        found.AddRange((await Axe.SeriousAsync(browser.Page)).Select(one => $"palette: {one}"));
        Assert.Empty(found);
        Assert.Empty(browser.Faults);
    }

    [Theory]
    [InlineData(640)]
    [InlineData(960)]
    [InlineData(1024)]
    public async Task No_list_is_wider_than_a_screen_between_a_hands_and_a_desks(int width)
    {
        await server.LeaveEverywhereAsync("uli");   // of the audit's longest words
        await using var browser = await ConsoleBrowser.OpenAsync(server, width: width);
        await browser.SignInAsync("ada");
        var found = new List<string>();

        foreach (var path in (string[])
            [
                "audit", "sessions", "subjects", "groups", "reviews", "accounts", "relying-parties", "relying-parties/interop", "webhooks",
                "jobs", "jobs/retention", "attempts", "thresholds", "settings", $"sessions/{server.Refused}", "you",
            ])
        {
            await browser.GoAsync("/admin/" + path);
            var wide = await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            if (wide > 0) found.Add($"{path}: {wide} too wide");
            found.AddRange(await browser.Page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll('main td')].filter(cell => cell.scrollWidth > cell.clientWidth + 1)
                    .map(cell => `${location.pathname}: ${cell.dataset.label} is cut off, ${cell.scrollWidth} of ${cell.clientWidth}: ${cell.innerText}`)
                """));
            await PictureAsync(browser.Page, $"{path}-{width}");
        }

        Assert.Empty(found);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Whoever_goes_by_keyboard_sees_where_they_are(ColorScheme colours)
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server, colours);
        await browser.SignInAsync("ada");
        await browser.Page.Locator("a.tile").First.WaitForAsync();
        var (seen, bare) = (new HashSet<string>(), new List<string>());

        for (var i = 0; i < 60; i++)
        {
            await browser.Page.Keyboard.PressAsync("Tab");
            var (name, outline) = await FocusedAsync(browser.Page);
            if (name.Length == 0) continue;
            if (!seen.Add(name)) break;
            if (outline is "none" or "0px") bare.Add(name);
            if (i == 12) await PictureAsync(browser.Page, $"focus-{colours}");
        }

        Assert.True(seen.Count > 20, string.Join('\n', seen));
        Assert.Empty(bare);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Your account" }).FocusAsync();
        await browser.Page.Keyboard.PressAsync("Enter");
        var item = browser.Page.GetByText("Sign out");
        await item.WaitForAsync();
        await PictureAsync(browser.Page, $"focus-menu-{colours}");
        await browser.Page.Keyboard.PressAsync("Tab");
        Assert.DoesNotContain((await FocusedAsync(browser.Page)).Outline, (string[])["none", "0px"]);
    }

    /// <summary>What has the focus, and how its outline is drawn: "none" or a width.</summary>
    static async Task<(string Name, string Outline)> FocusedAsync(IPage page)
    {
        var told = await page.EvaluateAsync<string[]>(
            """
            () => {
                const one = document.activeElement;
                if (one === document.body) return ['', ''];
                const style = getComputedStyle(one);
                const at = one.getBoundingClientRect();
                return [`${one.tagName} ${one.className} ${one.innerText} ${at.x} ${at.y}`,
                    style.outlineStyle === 'none' ? 'none' : style.outlineWidth];
            }
            """);
        return (told[0], told[1]);
    }

    /// <summary>Kept where FACEAUTH_PICTURES names a folder, for whoever looks at them.</summary>
    internal static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("FACEAUTH_PICTURES") is not { Length: > 0 } folder) return;
        var file = string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter == '-' ? letter : '_'));
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, file + ".png"), FullPage = true });
    }
}
