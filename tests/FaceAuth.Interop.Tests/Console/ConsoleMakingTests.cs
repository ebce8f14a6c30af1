using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Console;

/// <summary>What the staff makes for relying parties, and how it finds people.</summary>
[Collection("console")]
public sealed class ConsoleMakingTests(ConsoleServer server)
{
    [Fact]
    public async Task An_operator_makes_a_group_and_the_audit_says_who()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");
        await browser.GoAsync("/admin/groups");

        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "New group" }).ClickAsync();
        await browser.Page.GetByLabel("Name").FillAsync("night shift");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();

        await browser.HeadingAsync("night shift");
        using var shown = await server.Server.Http.GetAsync("/v1/groups/night%20shift");
        Assert.True(shown.IsSuccessStatusCode);
        Assert.StartsWith("user:", await ActorAsync("group.made"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_put_people_into_a_group_and_take_them_out_and_auditors_do_not()
    {
        using var made = await server.Server.Http.PutAsync("/v1/groups/day%20shift", null);
        var (member, other) = (await server.SubjectAsync("who-joins"), await server.SubjectAsync("who-does-not"));
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");
        await browser.GoAsync("/admin/groups");
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "day shift" }).ClickAsync();
        await browser.HeadingAsync("day shift");

        await AddAsync(browser.Page, "nobody-at-all");
        await browser.Page.GetByText("Nobody is called so").WaitForAsync();
        await AddAsync(browser.Page, "who-joins");
        await browser.Page.GetByText("They are in the group now.").WaitForAsync();
        Assert.Equal(0, await browser.Page.GetByText("Nobody is called so").CountAsync());
        await browser.Page.WaitForSelectorAsync($"a[href$='{member}']");
        await AddAsync(browser.Page, other);
        await browser.Page.WaitForSelectorAsync($"a[href$='{other}']");
        Assert.StartsWith("user:", await ActorAsync("group.joined"), StringComparison.Ordinal);
        await using var auditor = await ConsoleBrowser.OpenAsync(server);
        await auditor.SignInAsync("otto");
        await auditor.GoAsync(new Uri(browser.Page.Url).PathAndQuery);
        await auditor.Page.WaitForSelectorAsync($"a[href$='{member}']");
        Assert.Equal(0, await auditor.Page.Locator("main button, main input").CountAsync());

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = $"Remove …{other[^12..]}" }).ClickAsync();
        await browser.Page.GetByRole(AriaRole.Dialog).GetByText("who-does-not").WaitForAsync();
        await browser.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();

        await browser.Page.GetByText("who-does-not is in the group no more.").WaitForAsync();
        Assert.StartsWith("user:", await ActorAsync("group.left"), StringComparison.Ordinal);
        var left = await server.Server.Http.GetFromJsonAsync<JsonElement>("/v1/groups/day%20shift/subjects");
        Assert.Equal(member, Assert.Single(left.GetProperty("subjects").EnumerateArray()).GetProperty("subjectId").GetString());
    }

    [Fact]
    public async Task Somebody_is_gone_to_by_their_name_by_who_may_see_it()
    {
        var id = await server.SubjectAsync("who-is-gone-to");
        foreach (var (name, isShown) in new[] { ("olga", true), ("otto", false) })
        {
            await using var browser = await ConsoleBrowser.OpenAsync(server);
            await browser.SignInAsync(name);
            await browser.Page.Keyboard.PressAsync("Control+k");
            await browser.Page.GetByRole(AriaRole.Combobox).FillAsync("who-is-gone-to");

            var place = await browser.Page.GetByRole(AriaRole.Combobox).GetAttributeAsync("placeholder");
            Assert.Equal(isShown, place!.Contains("name", StringComparison.Ordinal));
            var option = browser.Page.GetByRole(AriaRole.Option, new() { Name = "who-is-gone-to" });
            await (isShown ? option : browser.Page.GetByText("Nothing is called so")).WaitForAsync();
            if (!isShown)
            {
                await browser.Page.WaitForTimeoutAsync(1000);   // names are asked for a moment after the last letter
                Assert.Equal(0, await option.CountAsync());
                continue;
            }

            await browser.Page.Keyboard.PressAsync("Enter");
            await browser.ArriveAsync($"admin/subjects/{id}");
        }
    }

    [Fact]
    public async Task An_admin_makes_a_webhook_and_its_secret_is_shown_this_once()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("ada");
        await browser.GoAsync("/admin/webhooks");

        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "New webhook" }).ClickAsync();
        await browser.Page.GetByLabel("Relying party, whose events").FillAsync("interop");
        await browser.Page.GetByLabel("Address").FillAsync("https://made.example.org/by-hand");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();

        var secret = browser.Page.GetByRole(AriaRole.Textbox, new() { Name = "The webhook's secret" });
        await secret.WaitForAsync();
        Assert.StartsWith("whsec_", await secret.InputValueAsync(), StringComparison.Ordinal);
        await browser.Page.GetByText("made.example.org").WaitForAsync();
        Assert.StartsWith("user:", await ActorAsync("webhook.made"), StringComparison.Ordinal);
        await browser.GoAsync("/admin/webhooks?party=interop");
        Assert.Equal(0, await secret.CountAsync());
    }

    [Fact]
    public async Task An_operator_makes_no_webhook_and_an_auditor_no_group()
    {
        await using var olga = await ConsoleBrowser.OpenAsync(server);
        await olga.SignInAsync("olga");
        await olga.GoAsync("/admin/webhooks?make=1");
        await using var otto = await ConsoleBrowser.OpenAsync(server);
        await otto.SignInAsync("otto");
        await otto.GoAsync("/admin/groups?make=1");

        foreach (var browser in new[] { olga, otto })
            Assert.Equal(0, await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).CountAsync());
    }

    [Fact]
    public async Task Somebodys_sessions_are_found_by_their_name_and_own_accounts_have_one()
    {
        using var uli = new HttpClient { BaseAddress = server.Address };
        using var login = await uli.PostAsJsonAsync("/v1/auth/login", new { userName = "uli", password = ConsoleServer.Password });
        var pair = await login.Content.ReadFromJsonAsync<JsonElement>();
        uli.DefaultRequestHeaders.Authorization = new("Bearer", pair.GetProperty("accessToken").GetString());
        using var made = await uli.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll" });
        made.EnsureSuccessStatusCode();
        var id = await server.SubjectAsync("customer-of-a-name");
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");
        await browser.GoAsync("/admin/sessions");

        foreach (var (name, link) in new[] { ("customer-of-a-name", id[^12..]), ("uli", "uli") })
        {
            await browser.Page.GetByLabel("Subject's id or name").FillAsync(name);
            await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
            await browser.ArriveAsync($"subject={name}");
            await browser.Page.Locator("td[data-label=Subject] a", new() { HasText = link }).First.WaitForAsync();
            await browser.Page.WaitForFunctionAsync("() => document.querySelectorAll('.list tbody tr').length === 1");
        }

        await browser.GoAsync("/admin/subjects?find=uli");
        Assert.Equal("uli", await browser.Page.Locator("td[data-label=Name]").InnerTextAsync());
    }

    [Fact]
    public async Task A_second_click_makes_no_second_key()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("ada");
        await browser.GoAsync("/admin/relying-parties/twice-clicked?make=1");

        await browser.Page.EvaluateAsync("for (let i = 0; i < 3; i++) document.querySelector('main form').requestSubmit()");

        await browser.Page.GetByText("twice-clicked", new() { Exact = true }).First.WaitForAsync();
        await browser.Page.Locator("#keys").WaitForAsync();
        using var keys = await server.Operator.GetAsync("/v1/relying-parties/twice-clicked/keys");
        Assert.Equal(1, (await keys.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("keys").GetArrayLength());
    }

    async Task<string> ActorAsync(string action)
    {
        var page = await server.Operator.GetFromJsonAsync<JsonElement>($"/v1/audit?action={action}&count=1");
        return page.GetProperty("entries")[0].GetProperty("actor").GetString()!;
    }

    static async Task AddAsync(IPage page, string who)
    {
        await page.GetByLabel("Subject's id or name").FillAsync(who);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to the group" }).ClickAsync();
    }
}
