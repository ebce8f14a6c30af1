using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Interop.Tests.Component;
using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests.Snippets;

/// <summary>What integrate.html prints is run as it is printed; only the server's address is put in.</summary>
[Collection("snippets")]
public sealed class SnippetTests(SnippetServer shared)
{
    static readonly string Here = Path.Combine(Repository.Root, "tests", "FaceAuth.Interop.Tests", "Snippets");

    [Fact]
    public void Each_snippet_of_the_page_is_run_here() => Assert.Equal(["html", "react", "aspnet", "curl"], Snippet.Names);

    [Fact]
    public async Task A_page_of_another_origin_gets_a_verdict_and_its_service_checks_it()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.Page.GotoAsync(shared.Service.ToString());

        await browser.StartAsync();
        await browser.Page.WaitForSelectorAsync("face-auth[view=result]", new() { Timeout = 90_000 });

        var code = await browser.Page.GetAttributeAsync("face-auth", "code");
        Assert.SkipUnless(string.IsNullOrEmpty(code), $"Nothing was decided: {code}");
        await browser.Page.WaitForFunctionAsync("() => document.getElementById('said').textContent !== ''");
        var isAccepted = await browser.Page.GetAttributeAsync("face-auth", "state") == "accepted";
        Assert.Equal(isAccepted ? "Welcome." : "That was not you.", await browser.Page.InnerTextAsync("#said"));
    }

    [Fact]
    public async Task In_React_it_comes_to_its_first_guidance()
    {
        var work = await ReactAsync(shared.Server);
        var (code, said) = await ChildProcess.RunAsync(
            Path.Combine(await ComponentPackages.FolderAsync(), "node_modules", ".bin", "esbuild"),
            [
                Path.Combine(work, "app.jsx"), "--bundle", "--format=esm", "--jsx=automatic", "--log-level=warning",
                "--outfile=" + Path.Combine(shared.Pages, "app.js"),
            ],
            TimeSpan.FromMinutes(1));
        Assert.True(code == 0, said);
        await File.WriteAllTextAsync(
            Path.Combine(shared.Pages, "react.html"),
            "<!doctype html><title>React</title><div id=root></div><script type=module src=app.js></script>");
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.Page.GotoAsync(new Uri(shared.Service, "react.html").ToString());

        await browser.StartAsync();

        await browser.Page.WaitForFunctionAsync("() => performance.getEntriesByName('face-auth-guidance').length > 0");
    }

    [Fact]
    public async Task The_service_believes_no_verdict_but_that_of_the_session_it_asked_for()
    {
        using var person = new HttpClient { BaseAddress = shared.Service };   // keeps its cookie
        var uninvited = await SendAsync(person, "a.b.c");
        await AskAsync(person);
        var garbage = await SendAsync(person, "a.b.c");
        var again = await SendAsync(person, "a.b.c");
        var enrolled = await shared.Server.Http.GetFromJsonAsync<JsonElement>("/v1/sessions?purpose=enroll");
        var session = enrolled.GetProperty("sessions").EnumerateArray().Last().GetProperty("id").GetGuid();
        var other = (await shared.Server.LookAsync(session)).Verdict;
        Assert.SkipWhen(other is null, "The enrolment was not decided.");
        await AskAsync(person);

        var enrolment = await SendAsync(person, other);

        Assert.Equal(
            [(HttpStatusCode.Forbidden, "Start again."), (HttpStatusCode.Forbidden, "That was not you."),
                (HttpStatusCode.Forbidden, "Start again."), (HttpStatusCode.Forbidden, "That was not you.")],
            [uninvited, garbage, again, enrolment]);
    }

    [Fact]
    public async Task By_curl_a_session_is_made_and_looked_at()
    {
        var (code, said) = await ChildProcess.RunAsync(
            "bash", ["-ec", Snippet.For("curl", shared.Server)], TimeSpan.FromSeconds(30),
            new Dictionary<string, string> { [Snippet.KeyVariable] = shared.Server.ApiKey });

        Assert.True(code == 0, said);
        Assert.Matches($"Send customer-17 to {shared.Server.Address}#token=[^.&]+[.][^.&]+[.][^.&]+&nonce=[^ &]+\n", said);
        var session = JsonElement.Parse(said[said.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal(("customer-17", "created"),
            (session.GetProperty("subject").GetString(), session.GetProperty("state").GetString()));
    }

    /// <summary>A folder with the snippet, React, and the component as its npm package.</summary>
    static async Task<string> ReactAsync(ServerProcess server)
    {
        var built = await ComponentPackages.FolderAsync();
        var (code, said) = await ChildProcess.RunAsync("node", [Path.Combine(built, "build.mjs"), "--package"], TimeSpan.FromMinutes(2));
        Assert.True(code == 0, said);
        var work = Directory.CreateTempSubdirectory("faceauth-react-").FullName;
        foreach (var file in (string[])["package.json", "package-lock.json"])
            File.Copy(Path.Combine(Here, "react", file), Path.Combine(work, file));
        await Npm.InstallAsync(work);
        var package = Path.Combine(work, "node_modules", "@faceauth", "browser");
        foreach (var file in Directory.GetFiles(Path.Combine(built, "dist"), "*", SearchOption.AllDirectories))
            Copy(file, Path.Combine(package, Path.GetRelativePath(built, file)));
        Copy(Path.Combine(built, "package.json"), Path.Combine(package, "package.json"));
        await File.WriteAllTextAsync(Path.Combine(work, "app.jsx"), Snippet.For("react", server));
        return work;
    }

    static void Copy(string file, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(file, to);
    }

    static async Task AskAsync(HttpClient person)
    {
        using var asked = await person.PostAsync("face/session", null);
        Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync());
    }

    static async Task<(HttpStatusCode, string)> SendAsync(HttpClient person, string verdict)
    {
        using var body = new StringContent(verdict);
        using var answer = await person.PostAsync("face/verdict", body);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
