using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Interop.Tests.Running;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Console;

/// <summary>Accounts, one's own account and relying parties' keys.</summary>
[Collection("console")]
public sealed class ConsoleAccountTests(ConsoleServer server)
{
    [Fact]
    public async Task An_auditor_sees_accounts_and_has_nothing_to_change_them_with()
    {
        var id = await server.MakeAsync("who-is-seen", "user");
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("otto");

        await browser.GoAsync("/admin/accounts?find=who-is-seen");
        Assert.Equal(0, await browser.Page.Locator("input[type=checkbox]").CountAsync());
        await browser.Page.ClickAsync($"a[href$='{id}']");

        await browser.Page.GetByText("An auditor looks.").WaitForAsync();
        Assert.Equal(0, await Button(browser.Page, "Disable …").CountAsync());
        await browser.GoAsync("/admin/accounts?make=1");   // by the address, where no button leads
        Assert.Equal(0, await Button(browser.Page, "Make it").CountAsync());
    }

    [Fact]
    public async Task An_operator_makes_a_user_with_a_link_and_disables_several_at_once()
    {
        await server.MakeAsync("bulk-1", "user");
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");
        await browser.GoAsync("/admin/accounts?make=1");
        Assert.Equal(1, await browser.Page.GetByLabel("May do").Locator("option").CountAsync());
        await browser.Page.GetByLabel("User name", new() { Exact = true }).FillAsync("bulk-2");
        await Button(browser.Page, "Make it").ClickAsync();
        var link = browser.Page.GetByRole(AriaRole.Textbox, new() { Name = "The link for bulk-2" });
        await link.WaitForAsync();
        Assert.Contains("/reset.html#token=", await link.InputValueAsync(), StringComparison.Ordinal);

        await browser.Page.GetByLabel("Choose bulk-1").CheckAsync();
        await browser.Page.GetByLabel("Choose bulk-2").CheckAsync();
        await Button(browser.Page, "Disable them …").ClickAsync();
        var dialog = browser.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByText("bulk-2").WaitForAsync();
        await Button(dialog, "Disable").ClickAsync();

        await browser.Page.GetByText("2 disabled.").WaitForAsync();
        using var refused = await LoginAsync("bulk-1");
        Assert.Contains("disabled", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_gives_a_role_ends_a_sign_in_and_removes_the_account()
    {
        var id = await server.MakeAsync("who-moves", "user");
        using var signIn = await LoginAsync("who-moves");
        var token = (await signIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refreshToken").GetString();
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("ada");
        await browser.GoAsync($"/admin/accounts/{id}");

        await Button(browser.Page, "End").ClickAsync();
        await browser.Page.GetByText("That sign-in is over.").WaitForAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        using var refused = await http.PostAsJsonAsync("/v1/auth/refresh", new { refreshToken = token });
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await browser.Page.GetByLabel("Role").SelectOptionAsync("auditor");
        await Button(browser.Page, "Give this role").ClickAsync();
        await browser.Page.GetByText("The role counts at once").WaitForAsync();
        await Button(browser.Page, "Remove …").ClickAsync();
        var dialog = browser.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("who-moves");
        await Button(dialog, "Remove").ClickAsync();

        await browser.Page.GetByText("The account is removed.").WaitForAsync();
        using var gone = await server.Operator.GetAsync($"/v1/accounts/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Ones_own_password_is_changed_and_ones_own_account_deleted()
    {
        var id = await server.MakeAsync("own", "auditor");
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("own");
        await browser.GoAsync("/admin/you");
        var form = browser.Page.Locator("#own-password");
        await form.GetByLabel("Present password").FillAsync("a wrong one of many");
        await form.GetByLabel("New password").FillAsync("a battery of other horses");
        await Button(form, "Change the password").ClickAsync();
        await browser.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "password" }).WaitForAsync();
        await form.GetByLabel("Present password").FillAsync(ConsoleServer.Password);
        await form.GetByLabel("New password").FillAsync("a battery of other horses");
        await Button(form, "Change the password").ClickAsync();
        await browser.Page.GetByText("The password is changed.").WaitForAsync();

        await browser.Page.Locator("#own-removal").GetByLabel("Present password").FillAsync("a battery of other horses");
        await Button(browser.Page, "Delete the account …").ClickAsync();
        var dialog = browser.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("own");
        await Button(dialog, "Delete").ClickAsync();

        await browser.ArriveAsync("/admin/sign-in*");
        using var gone = await server.Operator.GetAsync($"/v1/accounts/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_passkey_is_added_signs_in_and_is_removed()
    {
        await server.MakeAsync("keyed", "operator");
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await using var authenticator = await VirtualAuthenticator.AddAsync(browser.Page);
        await browser.SignInAsync("keyed");
        await browser.GoAsync("/admin/you");
        await browser.Page.GetByLabel("A name for a new one").FillAsync("Work laptop");
        await Button(browser.Page, "Add a passkey").ClickAsync();
        await browser.Page.GetByText("The passkey is added").WaitForAsync();
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Your account" }).ClickAsync();
        await browser.Page.GetByText("Sign out").ClickAsync();
        await browser.ArriveAsync("/admin/sign-in*");

        await Button(browser.Page, "Sign in with a passkey").ClickAsync();

        await browser.HeadingAsync("Dashboard");
        await browser.GoAsync("/admin/you");
        await browser.Page.Locator("td[data-label=By]", new() { HasText = "passkey" }).WaitForAsync();
        await Button(browser.Page, "Remove …").ClickAsync();
        await Button(browser.Page.GetByRole(AriaRole.Dialog), "Remove").ClickAsync();
        await browser.Page.GetByText("The passkey is removed.").WaitForAsync();
        await browser.Page.GetByText("You have none.").WaitForAsync();
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task Acts_on_ones_own_account_are_refused_where_the_form_is_another_pages()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("ada");

        var status = await browser.Page.EvaluateAsync<int>(
            """
            async () => (await fetch('/admin/own/password', {
              method: 'POST', headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify({ password: 'correct horse battery', newPassword: 'a battery of other horses' }),
            })).status
            """);

        Assert.Equal(403, status);
        using var still = await LoginAsync("ada");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task A_key_is_shown_once_works_and_is_revoked_with_what_stops()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("ada");
        await browser.GoAsync("/admin/relying-parties?make=1");
        await browser.Page.GetByLabel("Name", new() { Exact = false }).First.FillAsync("kiosk");
        await Button(browser.Page, "Go on to its key").ClickAsync();
        await browser.Page.GetByLabel("everything, also").UncheckAsync();
        await browser.Page.GetByLabel("subjects: list").CheckAsync();
        await Button(browser.Page, "Issue it").ClickAsync();
        var shown = browser.Page.GetByRole(AriaRole.Textbox, new() { Name = "The new key" });
        await shown.WaitForAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("X-Api-Key", await shown.InputValueAsync());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/subjects")).StatusCode);
        await browser.GoAsync("/admin/relying-parties/kiosk");
        Assert.Equal(0, await browser.Page.GetByRole(AriaRole.Textbox, new() { Name = "The new key" }).CountAsync());

        await Button(browser.Page, "Revoke …").ClickAsync();
        var dialog = browser.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByText("all that kiosk does here").WaitForAsync();
        await Button(dialog, "Revoke").ClickAsync();

        await browser.Page.GetByText("Revoked: it is refused from now on.").WaitForAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/v1/subjects")).StatusCode);
    }

    [Fact]
    public async Task An_operator_sees_relying_parties_and_issues_no_key()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");

        await browser.GoAsync("/admin/relying-parties/interop?make=1");

        await browser.Page.GetByText("API keys").First.WaitForAsync();
        Assert.Equal(0, await Button(browser.Page, "Issue it").CountAsync());
        Assert.Equal(0, await Button(browser.Page, "Revoke …").CountAsync());
    }

    async Task<HttpResponseMessage> LoginAsync(string userName)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        return await http.PostAsJsonAsync("/v1/auth/login", new { userName, password = ConsoleServer.Password });
    }

    static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    static ILocator Button(ILocator within, string name) => within.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
