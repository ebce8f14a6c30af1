using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Console;

/// <summary>Who gets into the console, and how long.</summary>
[Collection("console")]
public sealed class ConsoleAccessTests(ConsoleServer server)
{
    [Fact]
    public async Task A_user_without_a_role_is_told_so_and_stays_outside()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);

        await browser.TryAsync("uli");

        var said = browser.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "no role" });
        await said.WaitForAsync();
        await browser.Page.GotoAsync(new Uri(browser.Address, "/admin/sessions").ToString());
        Assert.Contains("/admin/sign-in", browser.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_sees_ids_and_no_names_and_nothing_to_erase_with()
    {
        var id = await server.SubjectAsync("somebody");
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("otto");

        await browser.GoAsync($"/admin/subjects/{id}");

        var text = await browser.Page.InnerTextAsync("main");
        Assert.Contains(id, text, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody", text, StringComparison.Ordinal);
        Assert.Equal(0, await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Erase" }).CountAsync());
    }

    [Fact]
    public async Task An_ended_sign_in_leads_an_open_page_back_to_signing_in()
    {
        await server.MakeAsync("anna", "auditor");
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("anna");
        using var elsewhere = new HttpClient { BaseAddress = server.Address };
        using var answer = await elsewhere.PostAsJsonAsync("/v1/auth/login", new { userName = "anna", password = ConsoleServer.Password });
        var pair = await answer.Content.ReadFromJsonAsync<JsonElement>();
        elsewhere.DefaultRequestHeaders.Authorization = new("Bearer", pair.GetProperty("accessToken").GetString());
        var all = await elsewhere.GetFromJsonAsync<JsonElement>("/v1/auth/sign-ins");
        var console = all.GetProperty("signIns").EnumerateArray().Single(one => !one.GetProperty("current").GetBoolean());

        using var ended = await elsewhere.DeleteAsync($"/v1/auth/sign-ins/{console.GetProperty("id")}");

        ended.EnsureSuccessStatusCode();
        await browser.ArriveAsync("/admin/sign-in*");
        await browser.Page.GotoAsync(new Uri(browser.Address, "/admin/").ToString());
        Assert.Contains("/admin/sign-in", browser.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_role_counts_in_an_open_page()
    {
        var id = await server.MakeAsync("arno", "admin");
        var subject = await server.SubjectAsync("whom arno sees");
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("arno");
        await browser.GoAsync($"/admin/subjects/{subject}");
        var erase = browser.Page.GetByRole(AriaRole.Button, new() { Name = "Erase" });
        await erase.WaitForAsync();

        using var set = await server.Operator.PutAsJsonAsync($"/v1/accounts/{id}/role", new { role = "auditor" });

        set.EnsureSuccessStatusCode();
        await erase.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await browser.Page.GetByText("shown to operators and admins").WaitForAsync();   // the same page, and the other role's
    }

    [Fact]
    public async Task With_the_keyboard_alone_one_signs_in_goes_to_a_page_and_signs_out()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        var (page, keys) = (browser.Page, browser.Page.Keyboard);
        await page.GotoAsync(new Uri(browser.Address, "/admin/").ToString());

        await page.WaitForSelectorAsync("#user-name:focus");
        await keys.TypeAsync("otto");
        await keys.PressAsync("Tab");
        await keys.TypeAsync(ConsoleServer.Password);
        await keys.PressAsync("Enter");
        await browser.HeadingAsync("Dashboard");
        await page.WaitForSelectorAsync(".tiles");
        await keys.PressAsync("Control+k");
        await page.WaitForSelectorAsync(".palette-input:focus");
        await keys.TypeAsync("refused");
        await page.GetByRole(AriaRole.Option, new() { Name = "Sessions" }).WaitForAsync();
        await keys.PressAsync("Enter");
        await browser.HeadingAsync("Sessions");
        await page.GetByRole(AriaRole.Button, new() { Name = "Your account" }).FocusAsync();
        await keys.PressAsync("Enter");
        await page.GetByText("Sign out").WaitForAsync();
        await page.GetByRole(AriaRole.Menuitem).FocusAsync();
        await keys.PressAsync("Enter");

        await browser.ArriveAsync("/admin/sign-in*");   // with or without where one was: an open page leads there as well
    }
}
