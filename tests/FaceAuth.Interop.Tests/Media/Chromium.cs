using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>A headless Chromium with a fake camera; one browser for all tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    const string Executable = "/usr/bin/chromium";
    IPlaywright? _playwright;

    internal IBrowser Browser { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=fps=30"],
        });
    }

    /// <summary>A new tab on the page, allowed to use the camera.</summary>
    internal async Task<IPage> OpenAsync(string address)
    {
        var context = await Browser.NewContextAsync(new() { Permissions = ["camera", "microphone"] });
        var page = await context.NewPageAsync();
        await page.GotoAsync(address);
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
