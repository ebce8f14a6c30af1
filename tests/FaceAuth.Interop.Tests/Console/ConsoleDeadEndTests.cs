using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Console;

/// <summary>Where nothing is, a way leads on.</summary>
[Collection("console")]
public sealed class ConsoleDeadEndTests(ConsoleServer server)
{
    const string Nobody = "0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61";

    [Fact]
    public async Task A_page_that_is_none_says_so_to_programs_too_and_is_readable()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("otto");

        var answer = await browser.Page.GotoAsync(new Uri(browser.Address, "/admin/there/is/none").ToString());

        Assert.Equal(404, answer!.Status);
        await browser.HeadingAsync("There is no such page");
        Assert.Empty(await Axe.SeriousAsync(browser.Page));
        Assert.All(browser.Faults, fault => Assert.Contains("404", fault, StringComparison.Ordinal));   // the browser says it too
    }

    [Theory]
    [InlineData("sessions/" + Nobody, "sessions")]
    [InlineData("subjects/" + Nobody, "subjects")]
    [InlineData("groups/" + Nobody, "groups")]
    [InlineData("accounts/" + Nobody, "accounts")]
    [InlineData("relying-parties/nobody", "relying-parties")]
    [InlineData("webhooks/interop/" + Nobody, "webhooks")]
    [InlineData("jobs/nothing", "jobs")]
    [InlineData("jobs/retention/runs/4711", "jobs")]
    public async Task What_is_not_there_leads_to_the_list_and_speaks_of_no_API(string path, string list)
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("otto");

        await browser.GoAsync("/admin/" + path);

        Assert.DoesNotContain("/v1/", await browser.Page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        await browser.Page.Locator("main a.mud-button-root", new() { HasText = "Go to" }).ClickAsync();
        await browser.ArriveAsync("/admin/" + list);
    }

    [Fact]
    public async Task Who_forgot_their_password_at_the_console_comes_back_to_it()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.Page.GotoAsync(new Uri(browser.Address, "/admin/").ToString());

        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Forgot your password?" }).ClickAsync();
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Back to signing in" }).ClickAsync();

        await browser.HeadingAsync("FaceAuth console");
    }
}
