using FaceAuth.Interop.Tests.Running;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Component;

/// <summary>A headless Chromium with or without a camera, and what tests ask of the component in its page.</summary>
sealed class ComponentBrowser : IAsyncDisposable
{
    const string Face = "document.querySelector('face-auth')";

    static readonly string[] Allowing = ["--use-fake-ui-for-media-stream"];

    readonly IPlaywright _playwright;
    readonly IBrowser _browser;

    ComponentBrowser(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, Page) = (playwright, browser, page);

    public IPage Page { get; }

    /// <summary>Opens it.</summary>
    /// <param name="clip">What its camera shows; null for no camera.</param>
    /// <param name="options">The page's.</param>
    /// <param name="asks">Whether the camera is not allowed without asking; nobody answers here, so it is denied.</param>
    /// <param name="arguments">More of Chromium's.</param>
    public static async Task<ComponentBrowser> OpenAsync(
        string? clip, BrowserNewPageOptions? options = null, bool asks = false, params string[] arguments)
    {
        string[] camera = clip is null ? []
            : ["--use-fake-device-for-media-stream=fps=30", "--use-file-for-fake-video-capture=" + await FakeCamera.PlayAsync(clip)];
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", .. asks ? [] : Allowing, .. camera, .. arguments],
        });
        return new(playwright, browser, await browser.NewPageAsync(options));
    }

    /// <summary>Opens the server's page by a service's link, with a session that is <paramref name="purpose"/>.</summary>
    public async Task InviteAsync(ServerProcess server, string purpose = "enroll", Uri? at = null)
    {
        var session = await server.CreateAsync(purpose, Guid.NewGuid().ToString("N"));
        await Page.GotoAsync($"{at ?? server.Address}#token={session.Token}&nonce={session.Nonce}");
        await Page.WaitForSelectorAsync("face-auth[view=intro]");
    }

    public Task StartAsync() => Page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();

    /// <summary>Waits for a problem and gives its heading, its words, and the buttons that lead on.</summary>
    public async Task<(string Title, string Text, string[] Ways)> ProblemAsync(string code, float seconds = 30)
    {
        await Page.WaitForSelectorAsync("face-auth[view=result]", new() { Timeout = seconds * 1000 });
        Assert.Equal(code, await Page.GetAttributeAsync("face-auth", "code"));
        return (await Page.InnerTextAsync("face-auth section h2"), await Page.InnerTextAsync("face-auth section .lead"),
            [.. (await Page.Locator("face-auth section button:visible").AllInnerTextsAsync())]);
    }

    /// <summary>Shows what a refusal looks like, as the page's own server would refuse a session.</summary>
    public Task RefuseAsync(string code) => Page.EvaluateAsync(
        $"async code => {{ const face = {Face}; face.access = () => Promise.reject({{ code, message: 'said by the server' }});"
        + " await face.start(); }", code);

    /// <summary>Opens the camera with a session that never begins, so that a test says what the server would.</summary>
    public async Task PretendAsync()
    {
        await Page.EvaluateAsync($"() => {{ const face = {Face}; face.access = () => new Promise(() => {{}}); void face.start(); }}");
        await Page.WaitForFunctionAsync($"() => {Face}.session?.state === 'connecting'");
        await SayAsync("state", "running");
    }

    /// <summary>Says it for the server.</summary>
    public Task SayAsync(string name, object detail) => Page.EvaluateAsync(
        $"([name, detail]) => {Face}.session.dispatchEvent(new CustomEvent(name, {{ detail }}))", new[] { name, detail });

    /// <summary>Says in which language and starts anew.</summary>
    public async Task SpeakAsync(string language)
    {
        await Page.EvaluateAsync($"language => {{ {Face}.lang = language; {Face}.reset(); }}", language);
        await Page.WaitForSelectorAsync($"face-auth[view=intro] .root[lang={language}] .intro");
    }

    /// <summary>What sticks out of the window or of the element, by its class and text.</summary>
    public Task<string[]> OverflowAsync() => Page.EvaluateAsync<string[]>(
        $$"""
        () => {
          const face = {{Face}}, box = face.getBoundingClientRect();
          const out = [...face.shadowRoot.querySelectorAll('section *')].filter(one => {
            if (one.closest('.unseen, svg, [hidden]') || one.tagName === 'VIDEO' || !one.getClientRects().length) return false;
            const { left, right } = one.getBoundingClientRect();
            return left < box.left - 1 || right > box.right + 1 || one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline';
          }).map(one => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 60)}`);
          return document.documentElement.scrollWidth > innerWidth ? [...out, 'the page: ' + document.documentElement.scrollWidth] : out;
        }
        """);

    /// <summary>What has the focus, inside the element too.</summary>
    public Task<string> FocusAsync() => Page.EvaluateAsync<string>(
        "() => { let one = document.activeElement; while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;"
        + " return one === document.body ? '' : `${one.tagName.toLowerCase()}: ${(one.labels?.[0] ?? one).textContent.trim()}`; }");

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
