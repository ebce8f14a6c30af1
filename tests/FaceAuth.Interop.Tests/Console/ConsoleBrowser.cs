using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Console;

/// <summary>A headless Chromium with one page of the console open, and what its log says.</summary>
sealed class ConsoleBrowser : IAsyncDisposable
{
    readonly IPlaywright _playwright;
    readonly IBrowser _browser;
    readonly List<string> _faults = [];

    ConsoleBrowser(IPlaywright playwright, IBrowser browser, IPage page, Uri address)
    {
        (_playwright, _browser, Page, Address) = (playwright, browser, page, address);
        page.Console += (_, said) =>
        {
            if (said.Type == "error") _faults.Add(said.Text);
        };
        page.PageError += (_, error) => _faults.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Where the console is for it.</summary>
    public Uri Address { get; }

    /// <summary>Errors in the browser's log: scripts', and what the page's policy kept out.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public static async Task<ConsoleBrowser> OpenAsync(ConsoleServer server, ColorScheme colours = ColorScheme.Light, int width = 1280)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"],
        });
        var page = await browser.NewPageAsync(new()
        {
            ColorScheme = colours,
            ViewportSize = new() { Width = width, Height = 900 },
            AcceptDownloads = true,
        });
        // by its name: passkeys belong to one, and an address has none
        return new(playwright, browser, page, new UriBuilder(server.Address) { Host = "localhost" }.Uri);
    }

    /// <summary>Signs in as a person would, and waits for the dashboard.</summary>
    public async Task SignInAsync(string name)
    {
        await TryAsync(name);
        await HeadingAsync("Dashboard");
    }

    /// <summary>Sends name and password, whatever comes of it.</summary>
    public async Task TryAsync(string name)
    {
        await Page.GotoAsync(new Uri(Address, "/admin/").ToString());
        await Page.FillAsync("#user-name", name);
        await Page.FillAsync("#password", ConsoleServer.Password);
        await Page.ClickAsync("#sign-in button[type=submit]");
    }

    /// <summary>Goes to a page and waits until it shows what it looked up.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(new Uri(Address, path).ToString());
        await Page.WaitForSelectorAsync("main h1");
        await Page.Locator("main .wait").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    /// <summary>Waits until the address matches; it is asked again and again, as one that changes just then would be missed otherwise.</summary>
    /// <param name="glob">The address' end, or a part where it ends with a star.</param>
    public Task ArriveAsync(string glob) => Assertions.Expect(Page).ToHaveURLAsync(
        new Regex(glob is [.. var part, '*'] ? Regex.Escape(part) : Regex.Escape(glob) + "$"), new() { Timeout = 30_000 });

    public Task HeadingAsync(string text) =>
        Page.GetByRole(AriaRole.Heading, new() { Name = text, Level = 1, Exact = true }).WaitForAsync();

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
