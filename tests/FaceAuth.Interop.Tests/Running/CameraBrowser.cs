using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Running;

/// <summary>A headless Chromium whose camera plays one clip in a loop, with one page open.</summary>
sealed class CameraBrowser : IAsyncDisposable
{
    readonly IPlaywright _playwright;
    readonly IBrowser _browser;
    readonly string _mark;

    CameraBrowser(IPlaywright playwright, IBrowser browser, IPage page, string mark) =>
        (_playwright, _browser, Page, _mark) = (playwright, browser, page, mark);

    public IPage Page { get; }

    /// <summary>Opens it on this machine, or by <paramref name="executable"/> elsewhere.</summary>
    /// <remarks>Elsewhere the server's <paramref name="origin"/> has to be trusted with the camera.</remarks>
    public static async Task<CameraBrowser> OpenAsync(
        string clip, string? script = null, string executable = "/usr/bin/chromium", Uri? origin = null, bool bypassCsp = false,
        bool anyCertificate = false)
    {
        string[] trusted = origin is null
            ? [] : ["--unsafely-treat-insecure-origin-as-secure=" + origin.GetLeftPart(UriPartial.Authority)];
        var camera = await FakeCamera.PlayAsync(clip);
        var mark = "--faceauth-mark=" + Guid.NewGuid().ToString("N");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = executable,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream=fps=30", "--use-file-for-fake-video-capture=" + camera, mark,
                .. trusted, .. anyCertificate ? (string[])["--ignore-certificate-errors"] : [],
            ],
        });
        var page = await browser.NewPageAsync(new() { BypassCSP = bypassCsp });
        if (script is not null) await page.AddInitScriptAsync(script);
        return new(playwright, browser, page, mark);
    }

    /// <summary>Opens the page by a relying party's link and starts the camera, as a person would.</summary>
    public Task GoAsync(ServerProcess server, CreatedSession session) => GoAsync(server.Address, session);

    /// <summary>As <see cref="GoAsync(ServerProcess, CreatedSession)"/>, by any address of the server.</summary>
    public async Task GoAsync(Uri server, CreatedSession session)
    {
        await Page.GotoAsync($"{server}#token={session.Token}&nonce={session.Nonce}");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();
    }

    /// <summary>What arrived on the data channel so far, as the page keeps it.</summary>
    public async Task<IReadOnlyList<JsonElement>> HeardAsync() =>
        [.. (await Page.EvaluateAsync<JsonElement>("window.faceauth.messages")).EnumerateArray()];

    /// <summary>Waits until a message of that type arrived.</summary>
    public async Task<JsonElement> HearAsync(string type, TimeSpan limit)
    {
        try
        {
            await Page.WaitForFunctionAsync(
                "type => window.faceauth.messages.some(message => message.type === type)", type,
                new() { Timeout = (float)limit.TotalMilliseconds });
        }
        catch (Exception fault) when (fault is System.TimeoutException or PlaywrightException)
        {
            throw new System.TimeoutException(
                $"No message '{type}' within {limit.TotalSeconds} s. Heard: {string.Join('\n', await HeardAsync())}\n"
                + $"Page: {await Page.InnerTextAsync("body")}");
        }

        return (await HeardAsync()).First(message => message.GetProperty("type").GetString() == type);
    }

    /// <summary>SIGKILL to the browser and all its processes: no close_notify, no goodbye.</summary>
    public void Kill()
    {
        var killed = 0;
        foreach (var process in Process.GetProcessesByName("chromium"))
        {
            using (process)
            {
                if (!IsMine(process)) continue;
                process.Kill(entireProcessTree: true);
                killed++;
            }
        }

        if (killed == 0) throw new InvalidOperationException("No browser process was found to kill.");
    }

    bool IsMine(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(_mark, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;   // went with its parent, which was killed before it in this list
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
