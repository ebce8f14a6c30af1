using FaceAuth.Interop.Tests.Running;
using FaceAuth.Testing;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests;

/// <summary>The demo page as somebody meets it on a fresh clone: the starter pack, no files of anybody else.</summary>
[Collection("flows")]
public sealed class DemoPageTests
{
    [Fact]
    public async Task One_click_is_enough_after_a_password_was_refused()
    {
        await using var server = await ServerProcess.StartAsync("Models__Pack=starter");
        await using var browser = await CameraBrowser.OpenAsync(Path.Combine(Repository.Root, "tests", "clips", "anton_enrol.mp4"));
        await browser.Page.SetViewportSizeAsync(1280, 1000);   // no scrolling, which would hide that a button moves
        await browser.Page.GotoAsync(server.Address.ToString());
        await RegisterAsync(browser.Page, "short");
        await browser.Page.WaitForSelectorAsync("#sign-in-error:visible");

        await RegisterAsync(browser.Page, "long enough, and mixed");

        await browser.Page.WaitForSelectorAsync("body[data-view=home]");
    }

    [Fact]
    public async Task Below_a_proxys_path_the_page_signs_in_and_reaches_the_hub()
    {
        await using var server = await ServerProcess.StartAsync("Models__Pack=starter");
        await using var proxy = await PathProxy.StartAsync(server.Address, "/face");
        await using var browser = await CameraBrowser.OpenAsync(Path.Combine(Repository.Root, "tests", "clips", "anton_enrol.mp4"));
        await browser.Page.GotoAsync(proxy.Address.ToString());
        await RegisterAsync(browser.Page, "long enough, and mixed");
        await browser.Page.WaitForSelectorAsync("body[data-view=home]");
        var offered = browser.Page.WaitForWebSocketAsync(new() { Predicate = socket => socket.Url.Contains("/face/hubs/signaling?") });

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Enrol my face" }).ClickAsync();

        await offered;
    }

    static async Task RegisterAsync(IPage page, string password)
    {
        await page.GetByLabel("User name").FillAsync("page-person");
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
    }
}
