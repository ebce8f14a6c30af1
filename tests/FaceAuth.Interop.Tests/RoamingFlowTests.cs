using System.Net;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests;

/// <summary>A person whose network changes in the middle of a session, in a real browser on a host of its own.</summary>
[Collection("flows")]
public sealed class RoamingFlowTests
{
    const string CountRestarts =
        """
        window.restarts = 0;
        const createOffer = RTCPeerConnection.prototype.createOffer;
        RTCPeerConnection.prototype.createOffer = function (options) {
          if (options?.iceRestart) window.restarts++;
          return createOffer.call(this, options);
        };
        """;

    static readonly TimeSpan Session = TimeSpan.FromSeconds(45);

    [Theory]
    [InlineData(true, "the other network is there already: the browser moves by itself")]
    [InlineData(false, "the other network comes when the first is gone: the page restarts ICE")]
    public async Task A_person_who_leaves_the_Wi_Fi_during_a_session_is_accepted_by_the_other_network(bool hasBoth, string how)
    {
        var models = SharedFiles.RequireModels();
        await using var networks = await TwoNetworks.LayAsync(hasBoth);
        await using var server = await ServerProcess.StartAsync(
            IPAddress.Parse(TwoNetworks.ServerAddress), "FACEAUTH_MODELS=" + models, "Media__Addresses__0=" + TwoNetworks.ServerAddress,
            "Web__PlainSockets=true");   // there is no https between these namespaces
        var session = await server.CreateAsync("enroll", "roaming");
        await using var browser = await CameraBrowser.OpenAsync(
            SharedFiles.Data("video/single_face.mp4"), CountRestarts, networks.Chromium, server.Address);

        await browser.GoAsync(server, session);
        await browser.HearAsync("progress", Session);
        await TwoNetworks.CutFirstAsync();
        await networks.ShowSecondAsync();
        var result = await browser.HearAsync("result", Session);

        Assert.True(result.GetProperty("accepted").GetBoolean(), $"{how}: {result}\n{server.Log}");
        Assert.Equal("accepted", (await server.LookAsync(session.Id)).Outcome);
        Assert.True(await server.TemplatesOfAsync("roaming") > 0);
        if (!hasBoth) Assert.True(await browser.Page.EvaluateAsync<int>("restarts") > 0);
    }
}
