using System.Net;

namespace FaceAuth.Interop.Tests.Nodes;

/// <summary>A node that leaves, one that is killed, one that only seems to be dead.</summary>
[Collection("nodes")]
public sealed class NodeEndsTests(NodeSet set)
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_node_drains_leaves_and_comes_back_with_no_session_lost()
    {
        var session = await set.A.CreateAsync("enroll", Fresh());
        var late = await set.A.CreateAsync("enroll", Fresh());
        await using var person = await NodePerson.BeginAsync(set.A, session, NodePerson.Anton);
        await person.HearAsync("guidance");

        set.A.Terminate();
        while (await set.A.ReadyAsync() == HttpStatusCode.OK) await Task.Delay(20);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await set.A.ReadyAsync());
        Assert.Equal("server_stopping", await set.A.RefusalAsync("enroll", Fresh()));
        for (var i = 0; i < 6; i++) await set.Nginx.CreateAsync("enroll", Fresh());

        // its token was not used up by the node that takes nobody, which says so before there is a connection, for nginx to ask the next
        using var negotiate = new HttpRequestMessage(HttpMethod.Post, "/hubs/signaling/negotiate?negotiateVersion=1");
        negotiate.Headers.Authorization = new("Bearer", late.Token);
        using var refused = await set.A.Http.SendAsync(negotiate);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Null(await NodePerson.TryAsync(set.B, late));
        Assert.True((await person.HearAsync("result")).Flag("accepted"));
        await set.A.ExitedAsync();
        Assert.Equal("accepted", (await set.C.LookAsync(session.Id)).Outcome);

        // it starts anew, on a database on which another node runs a session: that goes on
        await using var other = await NodePerson.BeginAsync(set.C, await set.Nginx.CreateAsync("enroll", Fresh()), NodePerson.Anton);
        await set.A.StartAsync();
        Assert.True((await other.HearAsync("result")).Flag("accepted"));
    }

    [Fact]
    public async Task A_killed_node_loses_its_own_sessions_alone_and_they_count_as_no_attempt()
    {
        var (subject, other) = (Fresh(), Fresh());
        for (var i = 0; i < 2; i++) Assert.Null(await NodePerson.TryAsync(set.B, await set.B.CreateAsync("enroll", subject)));
        var session = await set.B.CreateAsync("enroll", subject);
        var goesOn = await set.B.CreateAsync("enroll", other);
        await using var lost = await NodePerson.BeginAsync(set.A, session, NodePerson.Two);
        await lost.HearAsync("guidance");
        Assert.Equal("too_many_attempts", await set.C.RefusalAsync("enroll", subject));   // the third of three

        await using var person = await NodePerson.BeginAsync(set.B, goesOn, NodePerson.Anton);
        set.A.Kill();

        // whoever asks meanwhile is told to ask again, and then that it is over
        Assert.Equal("node_unreachable", await lost.RestartAsync(set.C));
        Assert.Equal("node_lost", (await set.C.EndOfAsync(session.Id, Soon)).Outcome);
        Assert.Equal("node_lost", await lost.RestartAsync(set.B));
        Assert.True((await person.HearAsync("result")).Flag("accepted"));
        await using var again = await NodePerson.BeginAsync(set.C, await set.Nginx.CreateAsync("enroll", subject), NodePerson.Anton);
        Assert.True((await again.HearAsync("result")).Flag("accepted"));
        Assert.Equal(1, await set.Database.CountAsync(
            $"""SELECT count(*) FROM "Audit" WHERE "Action" = 'session.node_lost' AND "SessionId" = '{session.Id}'"""));
        await set.A.StartAsync();
        Assert.Equal(3, await set.Database.CountAsync("""SELECT count(*) FROM "Nodes" """));
    }

    [Fact]
    public async Task A_node_that_the_others_took_for_dead_ends_its_sessions_itself_and_accepts_nobody()
    {
        var (subject, other) = (Fresh(), Fresh());
        var session = await set.A.CreateAsync("enroll", subject);
        await using var person = await NodePerson.BeginAsync(set.A, session, NodePerson.Two);
        await person.HearAsync("guidance");

        // cut off from the database alone it is not taken for dead before half a minute: it listens still
        set.A.Postgres.Cut();
        set.A.Redis.Cut();
        Assert.Equal("node_lost", (await set.B.EndOfAsync(session.Id, Soon)).Outcome);
        set.A.Postgres.Join();
        set.A.Redis.Join();

        Assert.Equal("node_lost", (await person.HearAsync("error", 20)).Text("code"));
        Assert.Equal(("node_lost", "ended"), ((await set.C.LookAsync(session.Id)).Outcome, (await set.C.LookAsync(session.Id)).State));
        await using var again = await NodePerson.BeginAsync(set.A, await set.A.CreateAsync("enroll", other), NodePerson.Anton);
        Assert.True((await again.HearAsync("result")).Flag("accepted"));
    }

    static string Fresh() => $"node-{Guid.NewGuid():N}";
}
