using System.Net;
using System.Net.Http.Json;

namespace FaceAuth.Interop.Tests.Nodes;

/// <summary>Redis and PostgreSQL go away and come back while sessions run.</summary>
[Collection("nodes")]
public sealed class NodesCutTests(NodeSet shared) : NodesTest(shared)
{
    [Fact]
    public async Task Sessions_go_on_while_Redis_is_away_and_all_is_shared_again_when_it_is_back()
    {
        var session = await Set.A.CreateAsync("enroll", Fresh());
        var later = await Set.A.CreateAsync("enroll", Fresh());
        await using var person = await NodePerson.BeginAsync(Set.A, session, NodePerson.Anton);
        foreach (var node in Set.All) node.Redis.Cut();

        await using var meanwhile = await NodePerson.BeginAsync(Set.B, later, NodePerson.Two);
        await meanwhile.HearAsync("guidance");
        Assert.True((await person.HearAsync("result")).Flag("accepted"));
        Assert.All(await Task.WhenAll(Set.All.Select(node => node.ReadyAsync())), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal("node_unreachable", await meanwhile.RestartAsync(Set.C));   // it may be running: nobody is told that it is over

        foreach (var node in Set.All) node.Redis.Join();
        await EventuallyAsync(async () => await meanwhile.RestartAsync(Set.C) is null);
        using var cancelled = await Set.C.Http.DeleteAsync($"/v1/sessions/{later.Id}");
        Assert.Equal("cancelled", (await meanwhile.HearAsync("error", 10)).Text("code"));
    }

    [Fact]
    public async Task While_PostgreSQL_is_away_nobody_is_accepted_and_all_is_well_when_it_is_back()
    {
        var subject = Fresh();
        var session = await Set.A.CreateAsync("enroll", subject);
        await using var person = await NodePerson.BeginAsync(Set.A, session, NodePerson.Anton);
        foreach (var node in Set.All) node.Postgres.Cut();

        var end = await Task.WhenAny(Said("error"), Said("result")).Unwrap();
        Assert.False(end.Flag("accepted") is true, end.Body.ToString());
        await EventuallyAsync(async () => await Set.B.ReadyAsync() == HttpStatusCode.ServiceUnavailable);

        // what no node can do is said by a node, however often: nginx shuts none of them out for it
        for (var i = 0; i < 6; i++)
        {
            using var answer = await Set.Nginx.Http.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }

        foreach (var node in Set.All) node.Postgres.Join();
        foreach (var node in Set.All) await EventuallyAsync(async () => await node.ReadyAsync() == HttpStatusCode.OK);
        Assert.NotEqual("accepted", (await Set.B.LookAsync(session.Id)).Outcome);
        await using var again = await NodePerson.BeginAsync(Set.B, await Set.C.CreateAsync("enroll", subject), NodePerson.Anton);
        Assert.True((await again.HearAsync("result")).Flag("accepted"));
        Assert.Equal(3, await Set.Database.CountAsync("""SELECT count(*) FROM "Nodes" """));

        Task<Load.Simulate.ServerMessage> Said(string type) => person.HearAsync(type, 60);
    }

    static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSo()) await Task.Delay(200, limit.Token);
    }

    static string Fresh() => $"node-{Guid.NewGuid():N}";
}
