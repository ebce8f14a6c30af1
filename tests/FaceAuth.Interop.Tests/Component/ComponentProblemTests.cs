using FaceAuth.Interop.Tests.Running;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Component;

/// <summary>Each thing that can go wrong, forced in a real browser: it has words of its own and a way out.</summary>
[Collection("component")]
public sealed class ComponentProblemTests(ComponentServer shared)
{
    const string Taken = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotReadableError'); };";

    /// <summary>A firewall before the server's media port: where the browser sends its packets, nobody gets them (RFC 5737).</summary>
    const string Walled =
        """
        const set = RTCPeerConnection.prototype.setRemoteDescription;
        RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
          return set.call(this, { type, sdp: sdp.replace(/^(a=candidate:\S+ \d+ \S+ \d+) \S+/gm, '$1 192.0.2.1') });
        };
        """;

    [Fact]
    public async Task A_camera_that_is_denied()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip, asks: true);
        await browser.InviteAsync(shared.Server);

        await browser.StartAsync();

        var (title, text, ways) = await browser.ProblemAsync("camera_denied");
        Assert.Equal("The camera is not allowed", title);
        Assert.Contains("beside the address", text, StringComparison.Ordinal);
        Assert.Equal(["Try again", "Done"], ways);
    }

    [Fact]
    public async Task No_camera_at_all()
    {
        await using var browser = await ComponentBrowser.OpenAsync(null);
        await browser.InviteAsync(shared.Server);

        await browser.StartAsync();

        Assert.Equal(("No camera", true), Seen(await browser.ProblemAsync("no_camera")));
    }

    [Fact]
    public async Task A_camera_that_another_program_has()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.Page.AddInitScriptAsync(Taken);   // no browser can be made to do it with its own fake camera
        await browser.InviteAsync(shared.Server);

        await browser.StartAsync();

        Assert.Equal(("The camera is in use", true), Seen(await browser.ProblemAsync("camera_busy")));
    }

    [Fact]
    public async Task A_page_that_is_not_secure()
    {
        await using var browser = await ComponentBrowser.OpenAsync(
            ComponentServer.Clip, arguments: "--host-resolver-rules=MAP face.test 127.0.0.1");
        await browser.InviteAsync(shared.Server, at: new($"http://face.test:{shared.Server.Address.Port}"));

        await browser.StartAsync();

        Assert.Equal(("Not on this address", true), Seen(await browser.ProblemAsync("insecure_origin")));
    }

    [Fact]
    public async Task A_network_that_lets_no_video_through()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.Page.AddInitScriptAsync(Walled);
        await browser.InviteAsync(shared.Server);

        await browser.StartAsync();

        var seen = await browser.ProblemAsync("never_connected", seconds: 60);
        Assert.Equal(("The video does not get through", false), Seen(seen));   // the link was used
        Assert.Contains("another network", seen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_busy_leaves_the_link_good()
    {
        await using var server = await ServerProcess.StartAsync(
            "Models__Pack=starter", "Signaling__MaxSessionsPerRelyingParty=1", "Decision__Passive__Window=00:01:00");
        await using var second = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await second.InviteAsync(server);
        // nobody is before this camera, and so nothing is decided soon
        await using var first = await ComponentBrowser.OpenAsync(null, arguments: "--use-fake-device-for-media-stream");
        await first.InviteAsync(server);
        await first.StartAsync();
        await first.Page.WaitForSelectorAsync("face-auth[state=running]");

        await second.StartAsync();

        Assert.Equal(("The server is busy", true), Seen(await second.ProblemAsync("relying_party_busy")));
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await second.Page.WaitForFunctionAsync(
            "() => { const face = document.querySelector('face-auth'); if (face.getAttribute('view') === 'result')"
            + " face.shadowRoot.querySelector('[part~=again]')?.click(); return face.getAttribute('state') === 'running'; }",
            null, new() { PollingInterval = 500, Timeout = 60_000 });
    }

    [Fact]
    public async Task A_token_that_was_made_for_something_else()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.Page.GotoAsync($"{shared.Server.Address}#token=eyJhbGciOiJFUzI1NiJ9.e30.c2ln&nonce=nonce-of-mine");

        await browser.Page.GetByRole(AriaRole.Heading, new() { Name = "This link cannot be used" }).WaitForAsync();

        // nobody is asked for a face in vain
        Assert.Equal(0, await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).CountAsync());
    }

    [Fact]
    public async Task A_session_that_was_cancelled_before()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        var session = await shared.Server.CreateAsync("enroll", "cancelled-before");
        using var cancelled = await shared.Server.Http.DeleteAsync($"v1/sessions/{session.Id}");
        await browser.Page.GotoAsync($"{shared.Server.Address}#token={session.Token}&nonce={session.Nonce}");

        await browser.Page.GetByText("What it was made for is over").WaitForAsync();

        Assert.Equal(0, await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).CountAsync());
    }

    [Fact]
    public async Task Whatever_ends_a_session_closes_its_hub()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.Page.AddInitScriptAsync(
            "window.sockets = []; const Socket = WebSocket;"
            + " window.WebSocket = class extends Socket { constructor(...given) { super(...given); sockets.push(this); } };"
            + " RTCPeerConnection.prototype.createOffer = () => new Promise((_, refuse) => { window.endIt = refuse; });");
        await browser.InviteAsync(shared.Server);
        await browser.StartAsync();
        await browser.Page.WaitForFunctionAsync("() => window.sockets[0]?.readyState === WebSocket.OPEN && window.endIt");

        await browser.Page.EvaluateAsync("endIt(new DOMException('no offer', 'OperationError'))");

        await browser.Page.WaitForSelectorAsync("face-auth[view=result][state=error]");
        await browser.Page.WaitForFunctionAsync("() => window.sockets.every(one => one.readyState === WebSocket.CLOSED)");
    }

    [Fact]
    public async Task Who_cancels_before_the_answer_is_not_shown_a_link_that_is_spent()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.Page.AddInitScriptAsync("RTCPeerConnection.prototype.setRemoteDescription = () => new Promise(() => {});");
        await browser.InviteAsync(shared.Server);
        await browser.StartAsync();
        await browser.Page.WaitForFunctionAsync("() => document.querySelector('face-auth').session?.hasOffered");

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        var (_, _, ways) = await browser.ProblemAsync("cancelled");
        Assert.Equal(["Done"], ways);
    }

    [Fact]
    public async Task A_camera_that_is_taken_away()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.InviteAsync(shared.Server);
        await browser.StartAsync();
        await browser.Page.WaitForSelectorAsync("face-auth[state=running]");

        // what a browser says when the plug is pulled; a fake camera has none
        await browser.Page.EvaluateAsync(
            "document.querySelector('face-auth').session.stream.getVideoTracks()[0].dispatchEvent(new Event('ended'))");

        // the link is used up: what it says then can be done
        var seen = await browser.ProblemAsync("camera_lost");
        Assert.Equal(("The camera went away", false), Seen(seen));
        Assert.EndsWith(
            "start again. To try again you need a new link: go back to where you came from.", seen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_camera_that_is_taken_away_before_the_link_is_used_leaves_it_good()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.Page.AddInitScriptAsync("RTCPeerConnection.prototype.createOffer = () => new Promise(() => {});");
        await browser.InviteAsync(shared.Server);
        await browser.StartAsync();
        await browser.Page.WaitForFunctionAsync("() => document.querySelector('face-auth').session?.state === 'connecting'");

        await browser.Page.EvaluateAsync(
            "document.querySelector('face-auth').session.stream.getVideoTracks()[0].dispatchEvent(new Event('ended'))");

        Assert.Equal(("The camera went away", true), Seen(await browser.ProblemAsync("camera_lost")));
    }

    [Theory]
    [InlineData("server_busy", "The server is busy")]
    [InlineData("internal_error", "Something broke")]
    [InlineData("storage_full", "The server cannot store anything")]
    [InlineData("store_unavailable", "The server cannot store anything")]
    public async Task Where_the_server_decided_nothing_nobody_is_told_of_a_rejection(string reason, string title)
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.InviteAsync(shared.Server);
        await browser.PretendAsync();

        string[] reasons = [reason, "poor_quality"];
        await browser.SayAsync("result", new { type = "result", accepted = false, reasons, verdict = "" });

        await browser.Page.WaitForSelectorAsync("face-auth[view=result]");
        Assert.Equal(title, await browser.Page.InnerTextAsync("face-auth section h2"));
        var lead = await browser.Page.InnerTextAsync("face-auth section .lead");
        Assert.Contains("othing was decided about you", lead, StringComparison.Ordinal);
        Assert.Equal(1, await browser.Page.Locator("face-auth .reasons li").CountAsync());
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).WaitForAsync();
    }

    [Fact]
    public async Task Who_can_do_too_little_leaves_out_less_and_starts_with_the_same_token()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.InviteAsync(shared.Server);
        string[] turns = ["Turn my head to the left", "Turn my head to the right", "Lift my chin", "Lower my chin", "Close my eyes"];
        await browser.Page.GetByText("Some movements are hard for me").ClickAsync();
        foreach (var turn in turns) await browser.Page.GetByLabel(turn).CheckAsync();

        await browser.StartAsync();

        Assert.Equal("Not possible for you this way", (await browser.ProblemAsync("policy_not_possible")).Title);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        foreach (var turn in turns[1..]) await browser.Page.GetByLabel(turn).UncheckAsync();
        await browser.StartAsync();
        await browser.Page.WaitForSelectorAsync("face-auth[state=running]");
    }

    [Theory]
    [InlineData("too_many_attempts", "Too many attempts", "sign in another way")]
    [InlineData("token_expired", "This took too long to begin", "Ask for a new one")]
    [InlineData("face_disabled", "Face switched off", "Sign in another way")]
    [InlineData("policy_not_possible", "Not possible for you this way", "Tick fewer")]
    [InlineData("not_ready", "The server is not ready", "Try again later")]
    [InlineData("something_new", "That did not work", "said by the server")]
    public async Task What_the_server_refuses_leads_to_another_way(string code, string title, string says)
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.InviteAsync(shared.Server);
        await browser.Page.EvaluateAsync(
            "() => { const face = document.querySelector('face-auth'); face.setAttribute('another-way', '');"
            + " face.addEventListener('another-way', () => { window.went = true; }); }");

        await browser.RefuseAsync(code);

        var seen = await browser.ProblemAsync(code);
        Assert.Equal(title, seen.Title);
        Assert.Contains(says, seen.Text, StringComparison.Ordinal);
        Assert.Equal(["Try again", "Done", "Another way to sign in"], seen.Ways);
        await browser.Page.GetByText("Another way to sign in").ClickAsync();
        Assert.True(await browser.Page.EvaluateAsync<bool>("window.went"));
    }

    [Fact]
    public async Task A_face_in_the_dark_is_told_that_it_was_too_dark()
    {
        await using var browser = await ComponentBrowser.OpenAsync(ComponentServer.Clip);
        await browser.InviteAsync(shared.Server);
        await browser.PretendAsync();

        await browser.SayAsync("guidance", new { type = "guidance", code = "more_light", text = "Find more light." });
        await browser.SayAsync("result", new { type = "result", accepted = false, reasons = new[] { "poor_quality" }, verdict = "" });

        await browser.Page.WaitForSelectorAsync("face-auth[view=result][state=rejected]");
        Assert.Equal("It was too dark", await browser.Page.InnerTextAsync("face-auth section h2"));
    }

    /// <summary>The heading, and whether it may be tried again.</summary>
    static (string, bool) Seen((string Title, string Text, string[] Ways) problem) => (problem.Title, problem.Ways.Contains("Try again"));
}
