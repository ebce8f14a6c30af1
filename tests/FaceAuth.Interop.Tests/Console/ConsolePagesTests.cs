using System.Net;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Console;

/// <summary>What the console's pages are for.</summary>
[Collection("console")]
public sealed class ConsolePagesTests(ConsoleServer server)
{
    [Fact]
    public async Task Why_somebody_was_refused_is_found_and_said_in_words()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("otto");
        await browser.GoAsync("/admin/sessions");

        await browser.Page.GetByLabel("Outcome").SelectOptionAsync("rejected");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await browser.ArriveAsync("outcome=rejected");
        await browser.Page.ClickAsync($"a[href$='{server.Refused}']");

        await browser.Page.GetByText("Why it was refused").WaitForAsync();
        await browser.Page.GetByText("What helps:").First.WaitForAsync();
        await browser.Page.GetByText("The first picture arrived").WaitForAsync();
    }

    [Fact]
    public async Task What_was_typed_stays_when_the_page_around_it_changes()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");
        await browser.GoAsync("/admin/sessions");
        var field = browser.Page.GetByLabel("Subject's id or name");
        await field.FillAsync("customer-1");

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Use dark colours" }).ClickAsync();
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Use light colours" }).WaitForAsync();

        Assert.Equal("customer-1", await field.InputValueAsync());
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 400)]
    public async Task A_sessions_page_says_what_was_told_and_asked_and_which_evidence_was_lacking(ColorScheme colours, int width)
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server, colours, width);
        await browser.SignInAsync("otto");
        await browser.GoAsync($"/admin/sessions/{server.Refused}");

        await browser.Page.GetByRole(AriaRole.Heading, new() { Name = "In short" }).WaitForAsync();
        await browser.Page.Locator("dt", new() { HasText = "Lacking" }).WaitForAsync();
        Assert.NotEqual(0, await browser.Page.Locator(".timeline li", new() { HasText = "Told “" }).CountAsync());
        var chart = browser.Page.GetByRole(AriaRole.Img, new() { Name = "How the evidence grew" });
        Assert.Equal(4, await chart.Locator("path").CountAsync());
        await browser.Page.GetByText("As a table").ClickAsync();
        await browser.Page.GetByRole(AriaRole.Cell, new() { Name = "100 %" }).First.WaitForAsync();
        Assert.True(await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0);
        Assert.Empty(await Axe.SeriousAsync(browser.Page));
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task Of_a_session_that_never_began_nothing_is_made_up()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("otto");
        await browser.GoAsync("/admin/sessions?outcome=cancelled");

        await browser.Page.ClickAsync("tbody a[href*='admin/sessions/']");

        await browser.Page.GetByText("Nothing is told of it").WaitForAsync();
        Assert.Equal(0, await browser.Page.GetByText("In short").CountAsync());
    }

    [Fact]
    public async Task A_refused_session_is_reviewed_by_two_people_and_an_auditor_only_sees_it()
    {
        // its pictures, and with them its course, go once it is judged; the others' session keeps its own
        var refused = await server.RefuseAsync("customer-3");
        await using var auditor = await ConsoleBrowser.OpenAsync(server);
        await auditor.SignInAsync("otto");
        await auditor.GoAsync($"/admin/sessions/{refused}");
        await auditor.Page.GetByText("Nobody was asked to look").WaitForAsync();
        Assert.Equal(0, await auditor.Page.GetByRole(AriaRole.Button, new() { Name = "Have it reviewed" }).CountAsync());

        foreach (var name in new[] { "olga", "ada" })
        {
            await using var browser = await ConsoleBrowser.OpenAsync(server);
            await browser.SignInAsync(name);
            await browser.GoAsync(name == "olga" ? $"/admin/sessions/{refused}" : "/admin/reviews");
            if (name == "olga") await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Have it reviewed" }).ClickAsync();
            else
            {
                var row = browser.Page.Locator("tr", new() { Has = browser.Page.Locator($"a[href*='{refused}']") });
                await row.Locator("td[data-label=Decision]", new() { HasText = "Refused" }).WaitForAsync();
                await row.Locator("td[data-label=Owner]", new() { HasText = "interop" }).WaitForAsync();
                await row.Locator("td[data-label='Said so far']", new() { HasText = "1 × wrong" }).WaitForAsync();
                await row.Locator("a").ClickAsync();
            }

            if (name == "olga") await browser.Page.Locator(".trail code", new() { HasText = "review.opened" }).WaitForAsync();
            else await browser.Page.Locator(".trail code", new() { HasText = "review.judged" }).First.WaitForAsync();
            await LookAsync(browser.Page);
            await browser.Page.GetByRole(AriaRole.Button, new() { Name = "It was wrong" }).ClickAsync();
            await browser.Page.GetByText($"{name} says it was wrong").WaitForAsync();
        }

        await auditor.GoAsync("/admin/reviews?state=overturned");
        await auditor.Page.ClickAsync($"a[href*='{refused}']");
        await auditor.Page.GetByText("overturned: it was wrong").WaitForAsync();
        await auditor.GoAsync($"/admin/audit?action=review.picture_seen&session={refused}");
        Assert.Equal(6, await auditor.Page.Locator("td[data-label=Actor]", new() { HasText = "user" }).CountAsync());
    }

    [Fact]
    public async Task Erasing_says_what_goes_asks_for_the_id_and_gives_the_receipt()
    {
        var id = await server.SubjectAsync("who-goes");
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("ada");
        await browser.GoAsync("/admin/subjects?find=who-goes");
        await browser.Page.ClickAsync($"a[href$='{id}']");

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Erase …" }).ClickAsync();
        var dialog = browser.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByText("0 face templates").WaitForAsync();
        var sure = dialog.GetByRole(AriaRole.Button, new() { Name = "Erase" });
        Assert.True(await sure.IsDisabledAsync());
        await dialog.GetByRole(AriaRole.Textbox).FillAsync(id);
        await sure.ClickAsync();

        var receipt = browser.Page.GetByLabel("The signed receipt");
        await receipt.WaitForAsync();
        Assert.Equal(3, (await receipt.InputValueAsync()).Split('.').Length);
        using var gone = await server.Server.Http.GetAsync("/v1/subjects/who-goes");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData("table?actors=user:1")]
    [InlineData("lines?actor=user:1")]
    [InlineData("lines?from=")]
    public async Task A_file_of_the_audit_with_a_filter_that_is_none_is_refused(string file)
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("otto");

        var asked = await browser.Page.EvaluateAsync<string>(
            "async file => { const answer = await fetch('admin/audit-file/' + file); return answer.status + ' ' + answer.headers.get('Cache-Control'); }",
            file);

        Assert.Equal("400 no-store", asked);
    }

    [Fact]
    public async Task Days_that_are_none_are_told_and_not_passed_over()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("otto");

        await browser.GoAsync("/admin/sessions?from=garbage&to=2026-99-99");

        await browser.Page.GetByText("A day is written as 2026-03-01.").WaitForAsync();
    }

    [Fact]
    public async Task The_audit_is_checked_and_saved_and_says_who_saved_it()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("otto");
        await browser.GoAsync("/admin/audit?action=user.login");

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Check the chains" }).ClickAsync();
        await browser.Page.GetByText("The audit is as it was written").WaitForAsync();
        var table = await SavedAsync(browser.Page, "Save as CSV");
        var lines = await SavedAsync(browser.Page, "Save as signed NDJSON");

        Assert.All(table.Skip(1), line => Assert.Contains("\"user.login\"", line, StringComparison.Ordinal));
        Assert.Contains("\"signature\"", lines[^1], StringComparison.Ordinal);
        await browser.GoAsync("/admin/audit?action=audit.exported");
        Assert.Equal(2, await browser.Page.Locator("td[data-label=Actor]", new() { HasText = "user" }).CountAsync());
    }

    /// <summary>Nothing is shown before the button is pressed; then what the camera saw is.</summary>
    internal static async Task LookAsync(IPage page)
    {
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Show pictures" });
        await button.WaitForAsync();
        Assert.Equal(0, await page.Locator(".pictures img").CountAsync());
        await button.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hide pictures" }).WaitForAsync();
        Assert.Equal(3, await page.Locator(".pictures img").CountAsync());
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.pictures img')].every(img => img.naturalWidth > 100)");
    }

    static async Task<string[]> SavedAsync(IPage page, string button)
    {
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = button }).ClickAsync());
        return await File.ReadAllLinesAsync(await download.PathAsync());
    }
}
