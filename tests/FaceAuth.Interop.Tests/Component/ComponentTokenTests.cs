using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests.Component;

/// <summary>What a page writes into the element's attributes, right or wrong, as people then meet it.</summary>
[Collection("component")]
public sealed class ComponentTokenTests(ComponentServer shared)
{
    const string Numbers = "Numbers that describe your face may be kept";

    [Fact]
    public async Task Blanks_around_a_token_do_not_matter()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        var session = await shared.Server.CreateAsync("enroll", Guid.NewGuid().ToString("N"));
        await ShowAsync(browser, $"session-token=' {session.Token}\n'");

        await browser.StartAsync();

        await RunsAsync(browser);
    }

    [Theory]
    [InlineData("session-token='eyJ é'", "token_invalid", "This link does not work", "It is not whole")]
    [InlineData("session-token=' '", "token_missing", "The link is missing", "opened without one")]
    [InlineData("", "token_missing", "The link is missing", "opened without one")]
    public async Task What_is_no_token_is_told_before_the_camera_opens(string attribute, string code, string title, string says)
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.Page.AddInitScriptAsync("navigator.mediaDevices.getUserMedia = () => { window.asked = true; };");
        await ShowAsync(browser, attribute);

        await browser.StartAsync();

        var seen = await browser.ProblemAsync(code);
        Assert.Equal(title, seen.Title);
        Assert.Contains(says, seen.Text, StringComparison.Ordinal);
        Assert.Equal(["Done"], seen.Ways);
        Assert.Equal(code, await browser.Page.EvaluateAsync<string>("window.said"));
        Assert.False(await browser.Page.EvaluateAsync<bool>("!!window.asked"));
    }

    [Theory]
    [InlineData("http://[")]
    [InlineData("ftp://face.example.org")]
    public async Task An_address_that_is_none_has_words_and_a_code_until_it_is_mended(string endpoint)
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        var session = await shared.Server.CreateAsync("enroll", Guid.NewGuid().ToString("N"));
        await ShowAsync(browser, $"session-token='{session.Token}' endpoint='{endpoint}'", view: "result");

        var (title, _, ways) = await browser.ProblemAsync("bad_endpoint");

        Assert.Equal("This page is not set up for it", title);
        Assert.Equal(["Done"], ways);
        Assert.Equal("bad_endpoint", await browser.Page.EvaluateAsync<string>("window.said"));
        await browser.Page.EvaluateAsync("() => document.querySelector('face-auth').start()");
        await browser.ProblemAsync("bad_endpoint");
        await browser.Page.EvaluateAsync("address => document.querySelector('face-auth').setAttribute('endpoint', address)",
            shared.Server.Address.ToString());
        await browser.StartAsync();
        await RunsAsync(browser);
    }

    [Fact]
    public async Task A_page_cannot_hide_that_an_enrolment_keeps_numbers()
    {
        await using var browser = await ComponentBrowser.OpenAsync(null);
        var session = await shared.Server.CreateAsync("enroll", Guid.NewGuid().ToString("N"));

        await ShowAsync(browser, $"session-token='{session.Token}' purpose='verify'");
        await browser.Page.GetByText("Enrol your face").WaitForAsync();
        await browser.Page.GetByText(Numbers).WaitForAsync();

        await ShowAsync(browser, "purpose='verify'");
        await browser.Page.GetByText(Numbers).WaitForAsync();
    }

    [Fact]
    public async Task Nothing_is_said_of_numbers_where_the_server_says_that_none_are_kept()
    {
        await using var browser = await ComponentBrowser.OpenAsync(null);
        var name = Guid.NewGuid().ToString("N");
        await Simulation.RunAsync(shared.Server, ComponentServer.Clip, "enroll", name, "--policy", "passive");
        var session = await shared.Server.CreateAsync("verify", name);

        await ShowAsync(browser, $"session-token='{session.Token}' purpose='enroll'");

        await browser.Page.GetByText("Show that it is you").WaitForAsync();
        Assert.Equal(0, await browser.Page.GetByText(Numbers).CountAsync());
    }

    /// <summary>Waits until the session runs, or has ended, and sees that nothing kept it from it.</summary>
    static async Task RunsAsync(ComponentBrowser browser)
    {
        await browser.Page.WaitForSelectorAsync("face-auth:is([state=running], [view=result])");
        Assert.Null(await browser.Page.GetAttributeAsync("face-auth", "code"));
    }

    /// <summary>A page of the server's with nothing but the element; what it says first is kept as `said`.</summary>
    async Task ShowAsync(ComponentBrowser browser, string attributes, string view = "intro")
    {
        await browser.Page.GotoAsync(shared.Server.Address + "integrate.html");
        await browser.Page.EvaluateAsync(
            "async html => { document.body.innerHTML = html; document.querySelector('face-auth')"
            + ".addEventListener('error', ({ detail }) => { window.said ??= detail.code; }); await import('/component/face-auth.js'); }",
            $"<face-auth {attributes}></face-auth>");
        await browser.Page.WaitForSelectorAsync($"face-auth[view={view}]");
    }
}
