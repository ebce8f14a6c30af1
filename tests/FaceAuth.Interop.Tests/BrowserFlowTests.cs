using System.Text.Json;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests;

/// <summary>The main job in a real browser: Chromium's fake camera plays a clip into the hosted page.</summary>
[Collection("flows")]
public sealed class BrowserFlowTests(FlowServer flow)
{
    static readonly TimeSpan Session = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task A_person_enrols_and_is_accepted_later_with_a_verdict_that_checks()
    {
        var (enrolled, _) = await BusyMachine.TryAsync(
            () => RunAsync("video/single_face.mp4", "enroll", "browser-person"), run => Accepted(run.Result));
        Assert.True(Accepted(enrolled), Explain(enrolled));
        var nonce = "nonce-" + Guid.NewGuid().ToString("N");
        var session = default(CreatedSession)!;

        var (result, _) = await BusyMachine.TryAsync(
            async () =>
            {
                session = await flow.Server.CreateAsync("verify", "browser-person", nonce);
                return await RunAsync("video/face_noface.mov", session);
            },
            run => Accepted(run.Result));

        Assert.True(Accepted(result), Explain(result));
        var claims = await flow.Server.CheckAsync(result.GetProperty("verdict").GetString()!);
        Assert.Equal(nonce, claims.GetProperty("nonce").GetString());
        Assert.Equal(session.Id.ToString(), claims.GetProperty("sid").GetString());
        Assert.Equal("browser-person", claims.GetProperty("sub").GetString());
        Assert.True(claims.GetProperty("accepted").GetBoolean());
        Assert.Equal("accepted", (await flow.Server.LookAsync(session.Id)).Outcome);
        Assert.DoesNotContain("imilarity", result.ToString());
    }

    [Theory]
    [InlineData("video/pexels-8164110.mp4")]
    [InlineData("video/opendbm_subj01.mp4")]
    public async Task Another_person_is_rejected_as_not_the_same(string clip)
    {
        var (result, _) = await RunAsync(clip, "verify", FlowServer.Person);

        Assert.False(Accepted(result));
        Assert.Contains("not_same_person", Reasons(result));
    }

    [Fact]
    public async Task The_persons_own_portrait_shows_no_sign_of_life()
    {
        var (result, _) = await RunAsync("misc/single_face.jpg", "verify", FlowServer.Person);

        Assert.False(Accepted(result));
        Assert.Contains("no_sign_of_life", Reasons(result));
    }

    [Theory]
    [MemberData(nameof(CameraTable.Spoofs), MemberType = typeof(CameraTable))]
    public async Task A_photographed_print_or_screen_is_suspected(string photo)
    {
        var (result, _) = await RunAsync(photo, "enroll", "spoof-" + Guid.NewGuid().ToString("N"));

        Assert.False(Accepted(result));
        Assert.Contains("spoof_suspected", Reasons(result));
    }

    [Theory]
    [MemberData(nameof(CameraTable.Masked), MemberType = typeof(CameraTable))]
    public async Task A_masked_face_is_told_to_remove_the_obstacle(string photo)
    {
        var (result, guidance) = await RunAsync(photo, "enroll", "masked-" + Guid.NewGuid().ToString("N"));

        Assert.False(Accepted(result));
        Assert.Contains("remove_obstacle", guidance);
    }

    [Fact]
    public async Task A_picture_without_a_face_is_told_so()
    {
        var (result, guidance) = await RunAsync("video/no_face.mp4", "enroll", "nobody");

        Assert.False(Accepted(result));
        Assert.Contains("no_face", guidance);
        Assert.Contains("no_face", Reasons(result));
    }

    [Fact]
    public async Task Two_faces_are_told_to_be_one()
    {
        var (result, guidance) = await RunAsync("video/short_hamilton_clip.mp4", "enroll", "two");

        Assert.False(Accepted(result));
        Assert.Contains("one_face_only", guidance);
    }

    [Fact]
    public async Task A_tampered_fingerprint_is_refused_and_nothing_is_stored()
    {
        const string Tamper =
            """
            const send = WebSocket.prototype.send;
            WebSocket.prototype.send = function (data) {
              return send.call(this, typeof data !== 'string' ? data
                : data.replace(/(a=fingerprint:sha-256 )([0-9A-F]{2})/g, (all, name, byte) => name + (byte === '00' ? '11' : '00')));
            };
            """;
        var session = await flow.Server.CreateAsync("enroll", "tampered");
        await using var browser = await CameraBrowser.OpenAsync(SharedFiles.Data("video/single_face.mp4"), Tamper);

        await browser.GoAsync(flow.Server, session);
        var view = await flow.Server.EndOfAsync(session.Id, Session);

        Assert.Equal("fingerprint_mismatch", view.Outcome);
        Assert.Null(view.Verdict);
        Assert.Equal(0, await flow.Server.TemplatesOfAsync("tampered") ?? 0);
        await browser.Page.WaitForSelectorAsync("body[data-state=error][data-code=fingerprint_mismatch]");
    }

    [Fact]
    public async Task A_killed_browser_ends_its_session_by_consent_and_nothing_is_half_written()
    {
        // the pipeline's own limits would notice the missing pictures first
        await using var server = await ServerProcess.StartAsync(
            "FACEAUTH_MODELS=" + SharedFiles.RequireModels(), "Media__Ice__ConsentTimeout=00:00:05", "Decision__PictureGap=00:01:00",
            "Decision__Passive__Window=00:01:00");
        var session = await server.CreateAsync("enroll", "killed");
        await using (var browser = await CameraBrowser.OpenAsync(SharedFiles.Data("misc/single_face.jpg")))
        {
            await browser.GoAsync(server, session);
            await browser.HearAsync("guidance", Session);
            browser.Kill();
        }

        var view = await server.EndOfAsync(session.Id, Session);

        Assert.Equal("lost", view.Outcome);
        Assert.Null(view.Verdict);
        Assert.Equal(0, await server.TemplatesOfAsync("killed") ?? 0);
        Assert.True(server.IsRunning);
    }

    async Task<(JsonElement Result, IReadOnlyList<string> Guidance)> RunAsync(string clip, string purpose, string subject) =>
        await RunAsync(clip, await flow.Server.CreateAsync(purpose, subject));

    async Task<(JsonElement Result, IReadOnlyList<string> Guidance)> RunAsync(string clip, CreatedSession session)
    {
        await using var browser = await CameraBrowser.OpenAsync(SharedFiles.Data(clip));
        await browser.GoAsync(flow.Server, session);
        var result = await browser.HearAsync("result", Session);
        var guidance = (await browser.HeardAsync()).Where(message => message.GetProperty("type").GetString() == "guidance")
            .Select(message => message.GetProperty("code").GetString()!);
        return (result, [.. guidance]);
    }

    static bool Accepted(JsonElement result) => result.GetProperty("accepted").GetBoolean();

    static IEnumerable<string?> Reasons(JsonElement result) =>
        result.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString());

    static string Explain(JsonElement result) => "Rejected: " + string.Join(", ", Reasons(result));
}
