using FaceAuth.Interop.Tests.Component;
using FaceAuth.Interop.Tests.Console;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Snippets;

/// <summary>What the start page says of FaceAuth and of a session, and the page with snippets, as people see them.</summary>
[Collection("snippets")]
public sealed class DemoSiteTests(SnippetServer shared)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 400)]
    public async Task No_page_keeps_anybody_out_or_is_wider_than_the_screen(ColorScheme colours, int width)
    {
        await using var browser = await ComponentBrowser.OpenAsync(
            null, new() { ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } });

        foreach (var page in (string[])["", "integrate.html"])
        {
            await browser.Page.GotoAsync(new Uri(shared.Server.Address, page).ToString());
            await browser.Page.WaitForSelectorAsync(page == "" ? "body[data-view=sign-in]" : "#address:not(:text('this page'))");

            Assert.Empty(await Axe.SeriousAsync(browser.Page));
            Assert.Equal(0, await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        }
    }

    [Fact]
    public async Task Whoever_comes_is_told_what_it_is_and_led_on()
    {
        await using var browser = await ComponentBrowser.OpenAsync(null);
        await browser.Page.GotoAsync(shared.Server.Address.ToString());
        await browser.Page.GetByText("What it does not keep").WaitForAsync();

        foreach (var way in await browser.Page.Locator(".ways a").AllAsync())
        {
            var to = new Uri(shared.Server.Address, await way.GetAttributeAsync("href")).ToString();
            var answer = await browser.Page.APIRequest.GetAsync(to);
            Assert.True(answer.Ok || to.EndsWith("/admin/", StringComparison.Ordinal) && answer.Status == 401, $"{to}: {answer.Status}");
        }
    }

    [Fact]
    public async Task A_snippet_is_copied_as_it_is_printed()
    {
        await using var browser = await ComponentBrowser.OpenAsync(null);
        await browser.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await browser.Page.GotoAsync(new Uri(shared.Server.Address, "integrate.html").ToString());

        foreach (var name in Snippet.Names)
        {
            await browser.Page.ClickAsync($"button[data-of={name}]");
            await browser.Page.Locator($"button[data-of={name}]", new() { HasText = "Copied" }).WaitForAsync();
            Assert.Equal(Snippet.Of(name), await browser.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        }
    }

    [Theory]
    [InlineData("user")]
    [InlineData("auditor")]
    public async Task After_a_session_it_says_what_the_server_saw_and_scores_to_the_staff_alone(string role)
    {
        var name = $"{role}-who-looks";
        await shared.MakeAsync(name, role);
        await using var browser = await ComponentBrowser.OpenAsync(
            ComponentServer.Clip, new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = browser.Page;
        await page.GotoAsync(shared.Server.Address.ToString());
        await page.CheckAsync("input[name=mode][value=login]");
        await page.FillAsync("#user-name", name);
        await page.FillAsync("#password", SnippetServer.Password);
        await page.ClickAsync("#sign-in-submit");
        await page.WaitForSelectorAsync("body[data-view=home]");

        await page.ClickAsync("#enroll");
        await browser.StartAsync();
        await page.WaitForSelectorAsync("body[data-view=result]", new() { Timeout = 90_000 });

        var state = await page.GetAttributeAsync("body", "data-state");
        Assert.SkipWhen(state == "error", "Nothing was decided.");
        await page.WaitForSelectorAsync("#verdict[data-checked]");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);   // whether there are scores is asked of the server
        Assert.All(await page.Locator("#saw-rates dd").AllInnerTextsAsync(), rate => Assert.Matches("^[0-9]+[.][0-9]$", rate));
        Assert.Contains("Find the face", await page.Locator("#saw-stages th").AllInnerTextsAsync());
        Assert.Contains("ms", await page.InnerTextAsync("#saw-times"), StringComparison.Ordinal);
        Assert.Equal(role != "user", await page.IsVisibleAsync("#saw-scores"));
        Assert.Empty(await Axe.SeriousAsync(page));
    }
}
