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

        await BeginAsync(browser.Page);

        await offered;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mark_moves_as_the_server_says_unless_one_would_rather_not_follow_it(bool wouldRatherNot)
    {
        await using var server = await ServerProcess.StartAsync("Models__Pack=starter");
        await using var browser = await CameraBrowser.OpenAsync(Path.Combine(Repository.Root, "tests", "clips", "anton_enrol.mp4"));
        await browser.Page.GotoAsync(server.Address.ToString());
        await RegisterAsync(browser.Page, "long enough, and mixed");
        await browser.Page.WaitForSelectorAsync("body[data-view=home]");

        await BeginAsync(browser.Page, wouldRatherNot ? "than follow a dot" : null);
        var asked = await browser.HearAsync("challenge", TimeSpan.FromSeconds(45));

        Assert.Equal(!wouldRatherNot, asked.GetProperty("kind").GetString() == "pursuit");
        if (wouldRatherNot) return;
        var places = new HashSet<string>();
        while (!(await browser.HeardAsync()).Any(message => message.GetProperty("type").GetString() is "challenge_over" or "result"))
        {
            places.Add(await browser.Page.EvaluateAsync<string>(
                "(dot => dot.getAttribute('visibility') === 'hidden' ? '' : dot.getAttribute('cx') + ' ' + dot.getAttribute('cy'))"
                + "(document.querySelector('face-auth').shadowRoot.querySelector('#follow circle') ?? document.createElement('i'))"));
        }

        // where it rests, the picture is mirrored: the person's own left is its left
        var rests = places.Select(NoMinusZero).ToHashSet();
        foreach (var stop in asked.GetProperty("path").GetProperty("stops").EnumerateArray())
        {
            var (x, y) = (-118.0 * stop.GetProperty("x").GetInt32(), -140.0 * stop.GetProperty("y").GetInt32());
            Assert.Contains(NoMinusZero(FormattableString.Invariant($"{x:F1} {y:F1}")), rests);
        }

        await browser.Page.WaitForFunctionAsync(
            "() => (dot => !dot || dot.getAttribute('visibility') === 'hidden')"
            + "(document.querySelector('face-auth').shadowRoot.querySelector('#follow circle'))");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_page_takes_the_colours_the_server_says_unless_one_would_rather_not_have_it(bool wouldRatherNot)
    {
        await using var server = await ServerProcess.StartAsync("Models__Pack=starter");
        await using var browser = await CameraBrowser.OpenAsync(Path.Combine(Repository.Root, "tests", "clips", "anton_enrol.mp4"));
        await browser.Page.GotoAsync(server.Address.ToString());
        await RegisterAsync(browser.Page, "long enough, and mixed");
        await browser.Page.WaitForSelectorAsync("body[data-view=home]");
        await browser.Page.EvaluateAsync(
            "window.shown = new Set(); window.taken = [];"
            + " const face = document.querySelector('face-auth'), root = face.shadowRoot;"
            // a busy machine may paint none of a colour, but each is set
            + " const holder = root.querySelector('.lamp').parentElement;"
            + " new MutationObserver(() => taken.push(holder.style.getPropertyValue('--lit')))"
            + ".observe(holder, { attributeFilter: ['style'] });"
            + " const colour = part => getComputedStyle(root.querySelector(part)).backgroundColor;"
            // the lamp fills the window, is above all else, and nothing of the element's lies over it but the picture and words
            + " const fills = () => { const { x, y, width, height } = root.querySelector('.lamp').getBoundingClientRect();"
            + " return x === 0 && y === 0 && width >= innerWidth && height >= innerHeight"
            + " && [2, innerWidth - 2].every(x => document.elementFromPoint(x, 2) === face); };"
            + " setInterval(() => !face.hasAttribute('lit') || !fills()"
            + " || ['.capture', '.stage', '.words'].some(part => colour(part) !== 'rgba(0, 0, 0, 0)')"
            + " || getComputedStyle(root.querySelector('.veil')).fill !== colour('.lamp') || shown.add(colour('.lamp')), 20)");

        await BeginAsync(browser.Page, wouldRatherNot ? "shall not change its colours" : null);
        if (wouldRatherNot)
        {
            await browser.HearAsync("challenge", TimeSpan.FromSeconds(45));
            Assert.DoesNotContain(await browser.HeardAsync(), message => message.GetProperty("type").GetString() == "light");
            return;
        }

        var light = await browser.HearAsync("light", TimeSpan.FromSeconds(45));

        // the last one stays for a second, then the page is as it was
        await browser.Page.WaitForSelectorAsync("face-auth:not([lit])", new() { State = WaitForSelectorState.Attached, Timeout = 15_000 });
        var asked = light.GetProperty("colours").EnumerateArray()
            .Select(colour => $"rgb({colour.GetProperty("red")} {colour.GetProperty("green")} {colour.GetProperty("blue")})").ToList();
        var taken = await browser.Page.EvaluateAsync<string[]>("taken.filter((one, i) => one && one !== taken[i - 1])");
        Assert.Equal(asked, taken.Take(asked.Count));   // whoever was not seen well is asked once more
        var shown = await browser.Page.EvaluateAsync<string[]>("[...shown].map(one => one.replaceAll(',', ''))");
        Assert.NotEmpty(shown.Intersect(asked));
        if (!BusyMachine.IsBusy()) Assert.Empty(asked.Except(shown));
    }

    static string NoMinusZero(string place) => string.Join(' ', place.Split(' ').Select(number => number == "-0.0" ? "0.0" : number));

    /// <summary>Enrols as a person would who is told what will happen, and may ask for one thing to be left out.</summary>
    static async Task BeginAsync(IPage page, string? leaveOut = null)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Enrol my face" }).ClickAsync();
        if (leaveOut is not null)
        {
            await page.GetByText("Options").ClickAsync();
            await page.GetByLabel(leaveOut).CheckAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();
    }

    static async Task RegisterAsync(IPage page, string password)
    {
        await page.GetByLabel("User name").FillAsync("page-person");
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
    }
}
