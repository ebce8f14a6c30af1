using FaceAuth.Interop.Tests.Running;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests;

/// <summary>The sample service beside a real server, and a person with a real browser.</summary>
/// <remarks>The starter pack and the clips that are bundled: no files of anybody else.</remarks>
[Collection("flows")]
public sealed class RelyingPartyFlowTests
{
    [Theory]
    [InlineData("anton_verify.mp4", "Welcome, anton")]
    [InlineData("bert.mp4", "Refused")]
    public async Task Who_is_sent_to_the_page_comes_back_let_in_or_refused(string clip, string said)
    {
        await using var server = await ServerProcess.StartAsync("Models__Pack=starter");
        var (code, output) = await Simulation.RunAsync(server, Clip("anton_enrol.mp4"), "enroll", "anton");
        Assert.True(code == 0, output);
        await using var service = await ServiceProcess.StartAsync(server.Address, server.ApiKey, "passive");
        await using var browser = await CameraBrowser.OpenAsync(Clip(clip));

        await browser.Page.GotoAsync(service.Address.ToString());
        await browser.Page.GetByLabel("Name").FillAsync("anton");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        var page = await browser.Page.RunAndWaitForPopupAsync(() => browser.Page.GetByText("Show your face").ClickAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();
        var heading = browser.Page.GetByRole(AriaRole.Heading);
        await heading.WaitForAsync(new() { Timeout = 60_000 });

        Assert.True(await heading.InnerTextAsync() == said, $"{await browser.Page.InnerTextAsync("body")}\n{service.Log}\n{server.Log}");
        // who has no account here is not asked to make one
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "You may close this page" }).WaitForAsync();
    }

    static string Clip(string name) => Path.Combine(Repository.Root, "tests", "clips", name);
}
