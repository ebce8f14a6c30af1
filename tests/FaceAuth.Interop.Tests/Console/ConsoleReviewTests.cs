using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Console;

/// <summary>Who judges sees pictures of the session that is judged, and of no other.</summary>
[Collection("console")]
public sealed class ConsoleReviewTests(ConsoleServer server)
{
    [Fact]
    public async Task Pictures_of_one_session_do_not_stand_under_the_next_ones_review()
    {
        var (first, second) = (await server.RefuseAsync("customer-3"), await server.RefuseAsync("customer-4"));
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");
        foreach (var id in new[] { second, first })
        {
            await browser.GoAsync($"/admin/sessions/{id}");
            await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Have it reviewed" }).ClickAsync();
            await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Show pictures" }).WaitForAsync();
        }

        await ConsolePagesTests.LookAsync(browser.Page);
        await browser.Page.Keyboard.PressAsync("Control+k");
        await browser.Page.GetByRole(AriaRole.Combobox).FillAsync(second);
        await browser.Page.GetByRole(AriaRole.Option, new() { Name = "session" }).First.WaitForAsync();
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.ArriveAsync($"/{second}");
        await browser.Page.Locator("code", new() { HasText = second }).First.WaitForAsync();

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Show pictures" }).WaitForAsync();
        Assert.Equal(0, await browser.Page.Locator(".pictures img").CountAsync());
    }

    [Fact]
    public async Task Pictures_of_somebody_who_is_erased_leave_the_screen()
    {
        var session = await server.RefuseAsync("customer-5");
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");
        await browser.GoAsync($"/admin/sessions/{session}");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Have it reviewed" }).ClickAsync();
        await ConsolePagesTests.LookAsync(browser.Page);

        using var erased = await server.Server.Http.DeleteAsync("/v1/subjects/customer-5");
        erased.EnsureSuccessStatusCode();

        await browser.Page.Locator(".pictures img").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal(0, await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Show pictures" }).CountAsync());
    }
}
