using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Interop.Tests.Nodes;

/// <summary>Three nodes are one server to whoever speaks to any of them.</summary>
[Collection("nodes")]
public sealed class NodesTests(NodeSet shared) : NodesTest(shared)
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Nodes_that_start_at_once_on_the_database_of_the_version_before_are_all_ready()
    {
        Assert.Equal(Set.Migrations + 1, await Set.Database.MigrationsAsync());
        Assert.All(await Task.WhenAll(Set.All.Select(node => node.ReadyAsync())), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(3, await Set.Database.CountAsync("""SELECT count(*) FROM "Nodes" """));
    }

    [Fact]
    public async Task A_session_made_on_one_node_runs_on_another_and_is_cancelled_on_the_third()
    {
        var session = await Set.A.CreateAsync("enroll", Fresh());
        await using var person = await NodePerson.BeginAsync(Set.B, session, NodePerson.Two);
        await person.HearAsync("guidance");
        Assert.Equal("claimed", (await Set.C.LookAsync(session.Id)).State);

        using var answer = await Set.C.Http.DeleteAsync($"/v1/sessions/{session.Id}");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("cancelled", (await person.HearAsync("error", 10)).Text("code"));
        Assert.Equal("cancelled", (await Set.A.LookAsync(session.Id)).Outcome);
    }

    [Fact]
    public async Task A_verdict_is_read_and_checked_on_every_node_as_soon_as_it_is_told()
    {
        var subject = Fresh();
        var session = await Set.B.CreateAsync("enroll", subject);
        await using var person = await NodePerson.BeginAsync(Set.C, session, NodePerson.Anton);

        var verdict = (await person.HearAsync("result")).Text("verdict")!;

        foreach (var node in Set.All)
        {
            var view = await node.LookAsync(session.Id);
            Assert.Equal(("accepted", verdict), (view.Outcome, view.Verdict));
            var keys = new JsonWebKeySet(await node.Http.GetStringAsync("/.well-known/jwks.json"));
            var checkedHere = await new JsonWebTokenHandler().ValidateTokenAsync(verdict, new()
            {
                IssuerSigningKeys = keys.GetSigningKeys(),
                ValidateIssuer = false,
                ValidateAudience = false,
            });
            Assert.True(checkedHere.IsValid, checkedHere.Exception?.Message);
            Assert.True((await node.Http.GetFromJsonAsync<JsonElement>($"/v1/subjects/{subject}")).GetProperty("templates").GetInt32() > 0);
        }
    }

    [Fact]
    public async Task Failed_attempts_with_a_face_on_all_nodes_are_one_count()
    {
        var subject = Fresh();
        foreach (var node in Set.All)
        {
            var session = await node.CreateAsync("enroll", subject);
            Assert.Null(await NodePerson.TryAsync(node, session));
        }

        foreach (var node in Set.All) Assert.Equal("too_many_attempts", await node.RefusalAsync("enroll", subject));
    }

    [Fact]
    public async Task Requests_to_all_nodes_and_wrong_passwords_are_one_count()
    {
        var refused = new List<HttpStatusCode>();
        for (var i = 0; i < 24; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/login")
            {
                Content = JsonContent.Create(new { userName = $"nobody{i}", password = "wrong horse battery" }),
            };
            request.Headers.Add("X-Forwarded-For", "203.0.113.9");
            using var answer = await Set.All[i % 3].Http.SendAsync(request);
            refused.Add(answer.StatusCode);
        }

        // 20 a minute of one address, by default
        Assert.All(refused.Take(20), status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.All(refused.Skip(20), status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
    }

    [Fact]
    public async Task A_restart_that_reaches_another_node_is_carried_to_the_one_that_runs_the_session()
    {
        var session = await Set.A.CreateAsync("enroll", Fresh());
        var other = await Set.A.CreateAsync("enroll", Fresh());
        await using var person = await NodePerson.BeginAsync(Set.A, session, NodePerson.Two);
        await person.HearAsync("guidance");
        var before = await Set.B.MetricAsync("faceauth_signaling_carried_total");

        // one's own token only, and only of what runs
        Assert.Equal("session_ended", await person.RestartAsync(Set.B, other.Token));
        Assert.Null(await person.RestartAsync(Set.B));
        Assert.Null(await person.RestartAsync(Set.C));

        Assert.Equal(before + 2, await Set.B.MetricAsync("faceauth_signaling_carried_total"));
        Assert.All(Set.All, node => Assert.DoesNotContain("ice-ufrag", node.Log));
        using var cancelled = await Set.B.Http.DeleteAsync($"/v1/sessions/{session.Id}");

        // its node sees in the database that it is over, within a second
        Assert.Equal("ended", (await Set.C.LookAsync(session.Id)).State);
        using var limit = new CancellationTokenSource(Soon);
        while (await person.RestartAsync(Set.B) is not "session_ended") await Task.Delay(100, limit.Token);
    }

    static string Fresh() => $"node-{Guid.NewGuid():N}";
}
