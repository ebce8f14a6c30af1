using System.Text.Json;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Component;

/// <summary>The component as people with other needs meet it: by keyboard, by ear, in other languages, on small and lit screens.</summary>
[Collection("component")]
public sealed class ComponentViewTests(ComponentServer shared, ITestOutputHelper output)
{
    static readonly string Messages = Path.Combine(ComponentPackages.Sources, "src", "messages", "en.json");

    static readonly string[] Keys =
        [.. JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Messages))!.Keys];

    [Fact]
    public async Task By_keyboard_alone_a_session_is_begun_and_left_and_the_focus_goes_along()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.InviteAsync(shared.Server);
        var passed = new List<string> { await browser.FocusAsync() };

        while (passed[^1] != "button: Start the camera" && passed.Count < 12)
        {
            await browser.Page.Keyboard.PressAsync("Tab");
            passed.Add(await browser.FocusAsync());
            if (passed[^1] == "summary: Some movements are hard for me") await browser.Page.Keyboard.PressAsync("Enter");
            if (passed[^1] == "input: Turn my head to the left") await browser.Page.Keyboard.PressAsync("Space");
        }

        output.WriteLine(string.Join('\n', passed));
        Assert.Equal(
            ["h2: Enrol your face", "summary: Options", "summary: Some movements are hard for me", "input: Close my eyes",
                "input: Turn my head to the left", "input: Turn my head to the right"],
            passed.Take(6));
        Assert.True(await browser.Page.IsCheckedAsync("face-auth input[value=turn_left]"));
        Assert.Equal("button: Start the camera", passed[^1]);
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.Page.WaitForSelectorAsync("face-auth[view=capture]");
        Assert.Equal("h2: Camera", await browser.FocusAsync());
        await browser.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("button: Cancel", await browser.FocusAsync());
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.Page.WaitForSelectorAsync("body:not([data-view=capture])");
    }

    [Fact]
    public async Task What_somebody_cannot_do_is_said_in_the_offer_and_only_then()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        var offers = new List<string>();
        browser.Page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) =>
        {
            if (frame.Text?.Contains("\"Offer\"", StringComparison.Ordinal) == true) offers.Add(frame.Text);
        };

        foreach (var isTicked in new[] { false, true })
        {
            await browser.Page.GotoAsync("about:blank");
            await browser.InviteAsync(shared.Server);
            if (isTicked)
            {
                await browser.Page.GetByText("Some movements are hard for me").ClickAsync();
                await browser.Page.GetByLabel("Turn my head to the left").CheckAsync();
            }

            await browser.StartAsync();
            await browser.Page.WaitForSelectorAsync("face-auth:is([state=running], [view=result])");
        }

        Assert.Equal(2, offers.Count);
        Assert.DoesNotContain("cannot", offers[0], StringComparison.Ordinal);
        Assert.Contains("\"can\":[\"pursuit\",\"light\"]", offers[0], StringComparison.Ordinal);
        // who cannot turn the head follows no mark
        Assert.Contains("\"can\":[\"light\"],\"cannot\":[\"turn_left\"]", offers[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_screen_reader_is_told_the_newest_words_at_most_every_two_seconds()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.InviteAsync(shared.Server);
        await browser.PretendAsync();
        await browser.Page.EvaluateAsync(
            "() => { window.told = []; const region = document.querySelector('face-auth').shadowRoot.querySelector('[aria-live]');"
            + " new MutationObserver(() => told.push([performance.now(), region.textContent])).observe(region, { childList: true }); }");

        foreach (var code in new[] { "no_face", "move_closer", "look_straight", "more_light", "hold_upright" })
            await browser.SayAsync("guidance", new { type = "guidance", code, text = code });
        await browser.Page.WaitForFunctionAsync("() => window.told.at(-1)?.[1] === 'Hold your phone or camera upright.'");

        var told = await browser.Page.EvaluateAsync<JsonElement>("window.told");
        var times = told.EnumerateArray().Select(one => one[0].GetDouble()).ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 1990, told.ToString()));
        Assert.InRange(times.Count, 1, 2);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("fr")]
    [InlineData("ar")]
    [InlineData("hi")]
    public async Task Nothing_sticks_out_at_320_pixels_in_any_view(string language)
    {
        await using var browser = await ComponentBrowser.OpenAsync(
            ComponentServer.Clip, new() { ViewportSize = new() { Width = 320, Height = 640 } });
        await browser.InviteAsync(shared.Server);

        await browser.SpeakAsync(language);
        foreach (var summary in await browser.Page.Locator("face-auth summary:visible").AllAsync()) await summary.ClickAsync();
        Assert.Empty(await browser.OverflowAsync());
        Assert.Equal(language == "ar" ? "rtl" : "ltr", await browser.Page.EvaluateAsync<string>(
            "getComputedStyle(document.querySelector('face-auth').shadowRoot.querySelector('h2')).direction"));

        await browser.PretendAsync();
        foreach (var kind in Under("challenge"))
        {
            await browser.SayAsync("challenge", new { type = "challenge", kind, count = 1, deadlineMs = 9000, text = kind });
            foreach (var code in Under("guidance"))
            {
                await browser.SayAsync("guidance", new { type = "guidance", code, text = code });
                Assert.Empty(await browser.OverflowAsync());
            }
        }

        await browser.SayAsync("result", new { type = "result", accepted = false, reasons = Under("reason"), verdict = "" });
        Assert.Empty(await browser.OverflowAsync());
        foreach (var code in Under("problem"))
        {
            await browser.RefuseAsync(code);
            Assert.Empty(await browser.OverflowAsync());
        }
    }

    [Theory]
    [InlineData(844, 390, true)]
    [InlineData(667, 375, true)]
    [InlineData(844, 390, false)]
    [InlineData(667, 375, false)]
    public async Task On_a_phone_on_its_side_picture_words_and_the_way_out_are_seen_at_once(int width, int height, bool isDemo)
    {
        await using var browser = await ComponentBrowser.OpenAsync(
            ComponentServer.Clip, new() { ViewportSize = new() { Width = width, Height = height } });
        await browser.InviteAsync(shared.Server);
        // another page: much above the element, and nothing of this page's own style
        if (!isDemo)
            await browser.Page.EvaluateAsync(
                "() => { for (const sheet of document.querySelectorAll('link[rel=stylesheet]')) sheet.remove();"
                + " document.body.prepend(Object.assign(document.createElement('h1'), { textContent: 'A shop of somebody else’s' })); }");

        await browser.PretendAsync();
        await browser.SayAsync("challenge", new { type = "challenge", kind = "smile", count = 1, deadlineMs = 60_000, text = "Smile." });
        await browser.SayAsync("guidance", new { type = "guidance", code = "more_light", text = "Find more light." });

        Assert.Empty(await browser.Page.EvaluateAsync<string[]>(
            "() => ['.stage', '.guidance', '.challenge', '[part~=cancel]'].filter(part => {"
            + " const box = document.querySelector('face-auth').shadowRoot.querySelector(part).getBoundingClientRect();"
            + " return box.height === 0 || box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth; })"));
    }

    [Fact]
    public async Task Words_come_in_the_language_of_the_page()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.InviteAsync(shared.Server);

        await browser.SpeakAsync("de");
        await browser.RefuseAsync("camera_busy");

        Assert.Equal("Die Kamera wird gerade benutzt", (await browser.ProblemAsync("camera_busy")).Title);
    }

    [Fact]
    public async Task Days_are_counted_as_the_language_counts_them()
    {
        (string Language, int Days, string Says)[] counted =
        [
            ("en", 1, "for a day at most"), ("en", 7, "for 7 days at most"), ("de", 1, "höchstens einen Tag lang"),
            ("de", 7, "höchstens 7 Tage lang"), ("es", 1, "un día como máximo"), ("fr", 7, "7 jours au plus"), ("ar", 1, "يوم واحد"),
            ("ar", 2, "يومان"), ("ar", 3, "3 أيام"), ("ar", 11, "11 يومًا"), ("hi", 1, "एक दिन"), ("ja", 1, "最長1日"), ("zh", 30, "30天"),
        ];
        await using var browser = await ComponentBrowser.OpenAsync(null);
        await browser.InviteAsync(shared.Server);

        foreach (var (language, days, says) in counted)
        {
            await browser.SpeakAsync(language);
            var said = await browser.Page.EvaluateAsync<string>(
                "days => document.querySelector('face-auth').text('point.pictures', days)", days);
            Assert.Contains(says, said, StringComparison.Ordinal);
            Assert.DoesNotMatch("[{}|#]", said);
        }
    }

    [Theory]
    [InlineData(1280, 900)]
    [InlineData(400, 850)]
    [InlineData(320, 568)]
    public async Task Under_the_lamp_a_movements_drawing_stands_below_the_oval(int width, int height)
    {
        await using var browser = await ComponentBrowser.OpenAsync(
            ComponentServer.Clip, new() { ViewportSize = new() { Width = width, Height = height }, ReducedMotion = ReducedMotion.Reduce });
        await browser.InviteAsync(shared.Server);
        await browser.PretendAsync();

        await browser.SayAsync("challenge", new { type = "challenge", kind = "smile", count = 1, deadlineMs = 60_000, text = "Smile." });
        var colours = new[] { new { atMs = 0, red = 255, green = 200, blue = 0 } };
        await browser.SayAsync("light", new { type = "light", moveMs = 0, stayMs = 60_000, colours });

        var found = await browser.Page.EvaluateAsync<double[]>(
            "() => { const box = part => document.querySelector('face-auth[lit]').shadowRoot.querySelector(part).getBoundingClientRect();"
            + " const [ring, drawing, stage] = [box('.ring'), box('.caption svg'), box('.stage')];"
            + " const aside = ring.left + ring.width / 2 - drawing.left - drawing.width / 2;"
            + " return [aside, drawing.top - ring.bottom, stage.bottom - drawing.bottom]; }");
        Assert.InRange(found[0], -1, 1);
        Assert.InRange(found[1], -1, 60);
        Assert.InRange(found[2], 0, 60);
    }

    [Theory]
    [InlineData(ColorScheme.Light, ForcedColors.None)]
    [InlineData(ColorScheme.Dark, ForcedColors.None)]
    [InlineData(ColorScheme.Dark, ForcedColors.Active)]
    public async Task No_view_has_a_serious_fault_by_axe(ColorScheme scheme, ForcedColors forced)
    {
        var packages = Path.Combine(await ComponentPackages.FolderAsync(), "node_modules");
        var axe = await File.ReadAllTextAsync(Path.Combine(packages, "axe-core", "axe.min.js"));
        await using var browser = await ComponentBrowser.OpenAsync(
            ComponentServer.Clip, new() { ColorScheme = scheme, ForcedColors = forced, ReducedMotion = ReducedMotion.Reduce });
        var page = browser.Page;
        await page.GotoAsync(shared.Server.Address + "reset.html");
        await CheckAsync(page, axe, forced == ForcedColors.None, "reset");
        await page.GotoAsync(shared.Server.Address.ToString());
        await page.WaitForSelectorAsync("body[data-view=sign-in]");
        await CheckAsync(page, axe, forced == ForcedColors.None, "sign-in");
        await page.GetByLabel("User name").FillAsync("axe-" + Guid.NewGuid().ToString("N"));
        await page.GetByLabel("Password").FillAsync("long enough, and mixed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await page.WaitForSelectorAsync("body[data-view=home]");
        await CheckAsync(page, axe, forced == ForcedColors.None, "home");
        await page.CheckAsync("#policy [value=passive]");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enrol my face" }).ClickAsync();
        foreach (var summary in await page.Locator("face-auth summary:visible").AllAsync()) await summary.ClickAsync();
        await CheckAsync(page, axe, forced == ForcedColors.None, "intro");
        await browser.StartAsync();
        await page.WaitForFunctionAsync("() => window.faceauth.messages.some(message => message.type === 'guidance')");
        await CheckAsync(page, axe, forced == ForcedColors.None, "capture");
        await page.WaitForSelectorAsync("face-auth[view=result]", new() { Timeout = 60_000 });
        await CheckAsync(page, axe, forced == ForcedColors.None, "result");
        await browser.RefuseAsync("camera_denied");
        await CheckAsync(page, axe, forced == ForcedColors.None, "problem");
        await browser.PretendAsync();
        await browser.SayAsync("challenge", new { type = "challenge", kind = "smile", count = 1, deadlineMs = 60_000, text = "Smile." });
        await browser.SayAsync("guidance", new { type = "guidance", code = "more_light", text = "Find more light." });
        await CheckAsync(page, axe, forced == ForcedColors.None, "challenge");
    }

    [Fact]
    public async Task The_time_from_the_camera_to_the_first_guidance_is_told()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.InviteAsync(shared.Server);

        await browser.StartAsync();
        await browser.Page.WaitForFunctionAsync("() => performance.getEntriesByName('face-auth-guidance').length > 0");

        var time = await browser.Page.EvaluateAsync<double>(
            "performance.getEntriesByName('face-auth-guidance')[0].startTime - performance.getEntriesByName('face-auth-camera')[0].startTime");
        output.WriteLine($"first guidance {time:F0} ms after the camera opened; at most 1500 wanted");
    }

    static string[] Under(string kind) => [.. Keys.Where(key => key.StartsWith(kind + ".", StringComparison.Ordinal))
        .Select(key => key[(kind.Length + 1)..]).Where(rest => !rest.Contains('.', StringComparison.Ordinal))];

    /// <summary>Forced colours are the person's own: with them contrast is not the page's.</summary>
    static async Task CheckAsync(IPage page, string axe, bool colours, string view)
    {
        await page.EvaluateAsync(axe + "\n;0");
        var found = await page.EvaluateAsync<string[]>(
            "async rules => (await axe.run({ rules })).violations.filter(one => ['serious', 'critical'].includes(one.impact))"
            + ".map(one => one.id + ': ' + one.nodes.map(node => node.target.flat() + ' ' + (node.any[0]?.message ?? '')).join('; '))",
            new Dictionary<string, object> { ["color-contrast"] = new { enabled = colours } });
        Assert.True(found.Length == 0, $"{view}:\n{string.Join('\n', found)}");
    }
}
