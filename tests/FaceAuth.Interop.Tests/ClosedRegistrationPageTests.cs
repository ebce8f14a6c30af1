using FaceAuth.Interop.Tests.Running;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests;

/// <summary>The demo page of a server where nobody registers by themselves. No session runs in it, so it needs no quiet machine.</summary>
public sealed class ClosedRegistrationPageTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_page_leads_to_the_console_and_the_api_where_there_are_any(bool areThere)
    {
        await using var server = await ServerProcess.StartAsync(
            "Models__Pack=starter", $"Console__Enabled={areThere}", $"Web__OpenApi={areThere}");
        await using var browser = await CameraBrowser.OpenAsync(Path.Combine(Repository.Root, "tests", "clips", "anton_enrol.mp4"));

        await browser.Page.GotoAsync(server.Address.ToString());
        await browser.Page.WaitForSelectorAsync("body[data-view=sign-in]");

        foreach (var name in new[] { "API", "Console" })
            Assert.Equal(areThere, await browser.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).IsVisibleAsync());
    }

    [Theory]
    [InlineData(1280, 900)]
    [InlineData(360, 740)]
    public async Task Where_registration_is_closed_one_signs_in_and_is_told_who_makes_accounts(int width, int height)
    {
        await using var server = await ServerProcess.StartAsync("Models__Pack=starter", "Accounts__Registration=Closed");
        await using var browser = await CameraBrowser.OpenAsync(Path.Combine(Repository.Root, "tests", "clips", "anton_enrol.mp4"));
        await browser.Page.SetViewportSizeAsync(width, height);

        await browser.Page.GotoAsync(server.Address.ToString());
        await browser.Page.WaitForSelectorAsync("body[data-view=sign-in]");

        Assert.False(await browser.Page.GetByText("New account").IsVisibleAsync());
        Assert.Equal("Sign in", (await browser.Page.Locator("#sign-in-submit").InnerTextAsync()).Trim());
        Assert.True(await browser.Page.GetByText("ask whoever runs this server").IsVisibleAsync());
        var button = (await browser.Page.Locator("#sign-in-submit").BoundingBoxAsync())!;
        var hint = (await browser.Page.Locator("#no-account").BoundingBoxAsync())!;
        Assert.True(hint.Y >= button.Y + button.Height);   // beneath, not behind it
        Assert.Equal("current-password", await browser.Page.GetByLabel("Password").GetAttributeAsync("autocomplete"));
        Assert.True(await browser.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }
}
