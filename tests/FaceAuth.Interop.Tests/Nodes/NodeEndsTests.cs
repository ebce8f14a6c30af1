using System.Net;

namespace FaceAuth.Interop.Tests.Nodes;

/// <summary>A node that leaves, one that is killed, one that only seems to be dead.</summary>
[Collection("nodes")]
public sealed class NodeEndsTests(NodeSet shared) : NodesTest(shared)
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_node_drains_leaves_and_comes_back_with_no_session_lost()
    {
        var session = await Set.A.CreateAsync("enroll", Fresh());
        var late = await Set.A.CreateAsync("enroll", Fresh());
        await using var person = await NodePerson.BeginAsync(Set.A, session, NodePerson.Anton);
        await person.HearAsync("guidance");

        Set.A.Terminate();
        while (await Set.A.ReadyAsync() == HttpStatusCode.OK) await Task.Delay(20);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Set.A.ReadyAsync());
        Assert.Equal("server_stopping", await Set.A.RefusalAsync("enroll", Fresh()));
        for (var i = 0; i < 6; i++) await Set.Nginx.CreateAsync("enroll", Fresh());

        // its token was not used up by the node that takes nobody, which says so before there is a connection, for nginx to ask the next
        using var negotiate = new HttpRequestMessage(HttpMethod.Post, "/hubs/signaling/negotiate?negotiateVersion=1");
        negotiate.Headers.Authorization = new("Bearer", late.Token);
        using var refused = await Set.A.Http.SendAsync(negotiate);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Null(await NodePerson.TryAsync(Set.B, late));
        Assert.True((await person.HearAsync("result")).Flag("accepted"));
        await Set.A.ExitedAsync();
        Assert.Equal("accepted", (await Set.C.LookAsync(session.Id)).Outcome);

        // it starts anew, on a database on which another node runs a session: that goes on
        await using var other = await NodePerson.BeginAsync(Set.C, await Set.Nginx.CreateAsync("enroll", Fresh()), NodePerson.Anton);
        await Set.A.StartAsync();
        Assert.True((await other.HearAsync("result")).Flag("accepted"));
    }

    [Fact]
    public async Task A_killed_node_loses_its_own_sessions_alone_and_they_count_as_no_attempt()
    {
        var (subject, other) = (Fresh(), Fresh());
        for (var i = 0; i < 2; i++) Assert.Null(await NodePerson.TryAsync(Set.B, await Set.B.CreateAsync("enroll", subject)));
        var session = await Set.B.CreateAsync("enroll", subject);
        var goesOn = await Set.B.CreateAsync("enroll", other);
        await using var lost = await NodePerson.BeginAsync(Set.A, session, NodePerson.Two);
        await lost.HearAsync("guidance");
        Assert.Equal("too_many_attempts", await Set.C.RefusalAsync("enroll", subject));   // the third of three

        await using var person = await NodePerson.BeginAsync(Set.B, goesOn, NodePerson.Anton);
        Set.A.Kill();

        // whoever asks meanwhile is told to ask again, and then that it is over
        Assert.Equal("node_unreachable", await lost.RestartAsync(Set.C));
        Assert.Equal("node_lost", (await Set.C.EndOfAsync(session.Id, Soon)).Outcome);
        Assert.Equal("node_lost", await lost.RestartAsync(Set.B));
        Assert.True((await person.HearAsync("result")).Flag("accepted"));
        await using var again = await NodePerson.BeginAsync(Set.C, await Set.Nginx.CreateAsync("enroll", subject), NodePerson.Anton);
        Assert.True((await again.HearAsync("result")).Flag("accepted"));
        Assert.Equal(1, await Set.Database.CountAsync(
            $"""SELECT count(*) FROM "Audit" WHERE "Action" = 'session.node_lost' AND "SessionId" = '{session.Id}'"""));
        await Set.A.StartAsync();
        Assert.Equal(3, await Set.Database.CountAsync("""SELECT count(*) FROM "Nodes" """));
    }

    [Fact]
    public async Task A_node_that_the_others_took_for_dead_ends_its_sessions_itself_and_accepts_nobody()
    {
        var (subject, other) = (Fresh(), Fresh());
        var session = await Set.A.CreateAsync("enroll", subject);
        await using var person = await NodePerson.BeginAsync(Set.A, session, NodePerson.Two);
        await person.HearAsync("guidance");

        // cut off from the database alone it is not taken for dead before half a minute: it listens still
        Set.A.Postgres.Cut();
        Set.A.Redis.Cut();
        Assert.Equal("node_lost", (await Set.B.EndOfAsync(session.Id, Soon)).Outcome);
        Set.A.Postgres.Join();
        Set.A.Redis.Join();

        Assert.Equal("node_lost", (await person.HearAsync("error", 20)).Text("code"));
        Assert.Equal(("node_lost", "ended"), ((await Set.C.LookAsync(session.Id)).Outcome, (await Set.C.LookAsync(session.Id)).State));
        await using var again = await NodePerson.BeginAsync(Set.A, await Set.A.CreateAsync("enroll", other), NodePerson.Anton);
        Assert.True((await again.HearAsync("result")).Flag("accepted"));
    }

    static string Fresh() => $"node-{Guid.NewGuid():N}";
}
