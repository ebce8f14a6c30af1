using System.Net;
using FaceAuth.Interop.Tests.Running;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Nodes;

/// <summary>The server's page in a real browser, by way of nginx, which sends each of its connections to the next node.</summary>
[Collection("nodes")]
public sealed class NodesPageTests(NodeSet shared) : NodesTest(shared)
{
    const string CountAnswers =
        """
        window.restarts = 0;
        const { createOffer, setRemoteDescription } = RTCPeerConnection.prototype;
        RTCPeerConnection.prototype.createOffer = function (options) {
          this.restarts = options?.iceRestart;
          return createOffer.call(this, options);
        };
        RTCPeerConnection.prototype.setRemoteDescription = async function (description) {
          await setRemoteDescription.call(this, description);
          if (this.restarts) window.restarts++;
        };
        """;

    [Fact]
    public async Task A_person_whose_restarts_reach_other_nodes_is_accepted()
    {
        var before = await CarriedAsync();
        await using var browser = await CameraBrowser.OpenAsync(NodePerson.Anton, CountAnswers, anyCertificate: true);

        await browser.GoAsync(Set.Nginx.Address, await Set.Nginx.CreateAsync("enroll", Fresh()));
        await browser.HearAsync("hello", TimeSpan.FromSeconds(30));
        for (var restart = 1; restart <= 3; restart++)
        {
            await browser.Page.EvaluateAsync("window.dispatchEvent(new Event('online'))");
            await browser.Page.WaitForFunctionAsync("count => window.restarts >= count", restart);
        }

        Assert.True((await browser.HearAsync("result", TimeSpan.FromSeconds(60))).GetProperty("accepted").GetBoolean());
        Assert.Equal(before + 2, await CarriedAsync());   // round robin: of three in a row one came to the session's own node
        Assert.Contains("/hubs/signaling", Set.Nginx.Log);
    }

    [Fact]
    public async Task A_person_whose_node_is_killed_is_told_within_seconds_and_starts_again()
    {
        var subject = Fresh();
        await using var browser = await CameraBrowser.OpenAsync(NodePerson.Anton, anyCertificate: true);
        var session = await Set.Nginx.CreateAsync("enroll", subject);
        await browser.GoAsync(Set.Nginx.Address, session);
        await browser.HearAsync("hello", TimeSpan.FromSeconds(30));
        var owner = Set.OwnerOf(session.Id);

        owner.Kill();

        await Assertions.Expect(browser.Page.GetByText("nothing was decided about you").First)
            .ToBeVisibleAsync(new() { Timeout = 20_000 });
        await using var again = await NodePerson.BeginAsync(
            Set.All.First(node => node != owner), await Set.Nginx.CreateAsync("enroll", subject), NodePerson.Anton);
        Assert.True((await again.HearAsync("result")).Flag("accepted"));
        await owner.StartAsync();
        Assert.DoesNotContain("access_token", Set.Nginx.Log);
        using var metrics = await Set.Nginx.Http.GetAsync("/metrics/");
        Assert.Equal(HttpStatusCode.NotFound, metrics.StatusCode);
    }

    async Task<double> CarriedAsync() =>
        (await Task.WhenAll(Set.All.Select(node => node.MetricAsync("faceauth_signaling_carried_total{outcome=\"answered\"")))).Sum();

    static string Fresh() => $"page-{Guid.NewGuid():N}";
}
