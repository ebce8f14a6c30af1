using System.Diagnostics;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests.Following;

/// <summary>The mark in a real browser over real WebRTC: a rendered person sees the page and follows it.</summary>
[Collection("flows")]
public sealed class PursuitFlowTests(FlowServer flow, ITestOutputHelper output)
{
    static readonly TimeSpan Session = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Who_follows_the_mark_is_accepted_and_who_looks_elsewhere_is_not()
    {
        SharedFiles.RequireModels();
        var (script, person) = (await HeadPictures.ScriptAsync(), await HeadPictures.ShowAsync(7));

        var followed = await RunAsync($"{script}\nfollowingPerson({person}, false);");
        var ignored = await RunAsync($"{script}\nfollowingPerson({person}, true);");

        Assert.Equal((true, true), followed);
        Assert.Equal((false, false), ignored);
    }

    /// <summary>Whether the last challenge was answered, and the person accepted.</summary>
    async Task<(bool Answered, bool Accepted)> RunAsync(string script)
    {
        var session = await flow.Server.CreateAsync("enroll", Guid.NewGuid().ToString("N"), policy: "standard");
        await using var browser = await CameraBrowser.OpenAsync(SharedFiles.Data("misc/single_face.jpg"), script);
        await browser.GoAsync(flow.Server, session);
        await browser.HearAsync("hello", Session);
        var since = Stopwatch.StartNew();
        var result = await browser.HearAsync("result", Session);
        var heard = await browser.HeardAsync();
        output.WriteLine($"{since.Elapsed.TotalSeconds:F1} s after hello: {string.Join('\n', heard)}");
        Assert.Contains(heard, message => message.TryGetProperty("kind", out var kind) && kind.GetString() == "pursuit");
        var over = heard.Last(message => message.GetProperty("type").GetString() == "challenge_over");
        return (over.GetProperty("answered").GetBoolean(), result.GetProperty("accepted").GetBoolean());
    }
}
