using System.Text.RegularExpressions;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Testing;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests;

/// <summary>Passkeys and forgotten passwords on the pages, in Chromium with its virtual authenticator and a real mail server.</summary>
public sealed partial class AccountPageTests
{
    const string Name = "ada@example.org";
    const string Password = "correct horse battery";
    const string Next = "a battery of other horses";

    [Fact]
    public async Task A_passkey_is_added_on_the_page_and_signs_in()
    {
        await using var server = await ServerProcess.StartAsync("Models__Pack=starter");
        await using var browser = await OpenAsync();
        var page = browser.Page;
        await using var authenticator = await VirtualAuthenticator.AddAsync(page);
        await RegisterAsync(page, HomeOf(server));

        await page.ClickAsync("#passkey-add");
        await page.GetByText("Your passkey is added").WaitForAsync();
        await page.ClickAsync("#sign-out");
        await page.ClickAsync("#passkey-sign-in");

        await page.WaitForSelectorAsync("body[data-view=home]");
        Assert.Equal(Name, await page.InnerTextAsync("#account-name"));
    }

    [Fact]
    public async Task A_link_from_a_mail_sets_the_password_on_its_page()
    {
        await using var mail = new MailServer();
        await using var server = await ServerProcess.StartAsync(
            "Models__Pack=starter", "Mail__Host=127.0.0.1", $"Mail__Port={mail.Port}", "Mail__Security=None",
            "Mail__From=noreply@example.org", "Web__PublicAddress=http://localhost");
        await using var browser = await OpenAsync();
        var page = browser.Page;
        await RegisterAsync(page, HomeOf(server));
        await page.ClickAsync("#sign-out");
        await AskForLinkAsync(page, "nobody@example.org");
        var saidOfNobody = await page.InnerTextAsync("#ask-done");
        await page.GotoAsync(HomeOf(server));
        await AskForLinkAsync(page, Name);
        Assert.Equal(saidOfNobody, await page.InnerTextAsync("#ask-done"));
        var link = Link().Match((await mail.NextAsync()).ReplaceLineEndings("\n").Replace("=\n", "").Replace("=3D", "="));

        await page.GotoAsync(HomeOf(server) + link.Value);
        await page.WaitForFunctionAsync("!location.href.includes('token')");   // the page is there already and hears of it next
        await page.FillAsync("#reset-password", Next);
        await page.FillAsync("#reset-again", "another");
        await page.ClickAsync("#reset-submit");
        Assert.Equal("The two are not the same.", await page.InnerTextAsync("#reset-error"));
        await page.FillAsync("#reset-again", Next);
        await page.ClickAsync("#reset-submit");
        await page.WaitForSelectorAsync("body[data-state=done]");

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await page.CheckAsync("input[name=mode][value=login]");
        await page.FillAsync("#user-name", Name);
        await page.FillAsync("#password", Next);
        await page.ClickAsync("#sign-in-submit");
        await page.WaitForSelectorAsync("body[data-view=home]");
    }

    [Fact]
    public async Task Where_no_mail_is_sent_who_forgot_the_password_is_told_whom_to_ask()
    {
        await using var server = await ServerProcess.StartAsync("Models__Pack=starter");
        await using var browser = await OpenAsync();
        await browser.Page.GotoAsync(HomeOf(server));

        await ClickForgotAsync(browser.Page);

        await browser.Page.WaitForSelectorAsync("body[data-code=mail_closed]");
        Assert.StartsWith(
            "This server sends no mail. Ask whoever runs it for a link", await browser.Page.InnerTextAsync("#ask-closed"),
            StringComparison.Ordinal);
        Assert.False(await browser.Page.IsVisibleAsync("#ask-name"));   // nobody fills in a form that leads nowhere
    }

    static async Task ClickForgotAsync(IPage page)
    {
        await page.CheckAsync("input[name=mode][value=login]");
        await page.GetByRole(AriaRole.Link, new() { Name = "Forgot your password?" }).ClickAsync();
    }

    static async Task AskForLinkAsync(IPage page, string name)
    {
        await ClickForgotAsync(page);
        await page.FillAsync("#ask-name", name);
        await page.ClickAsync("#ask-submit");
        await page.WaitForSelectorAsync("body[data-state=asked]");
    }

    static Task<CameraBrowser> OpenAsync() => CameraBrowser.OpenAsync(Path.Combine(Repository.Root, "tests", "clips", "anton_enrol.mp4"));

    /// <summary>By name: passkeys belong to no number.</summary>
    static string HomeOf(ServerProcess server) => $"http://localhost:{server.Address.Port}/";

    static async Task RegisterAsync(IPage page, string home)
    {
        await page.GotoAsync(home);
        await page.FillAsync("#user-name", Name);
        await page.FillAsync("#password", Password);
        await page.ClickAsync("#sign-in-submit");
        await page.WaitForSelectorAsync("body[data-view=home]");
    }

    [GeneratedRegex(@"reset\.html#token=[\w-]{64}")]
    private static partial Regex Link();
}
