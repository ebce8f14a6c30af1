using FaceAuth.Store.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Keys;

/// <summary>Servers that verify, find and enrol all the time while another process rotates.</summary>
public sealed class RotationBesideServersTests
{
    [Theory]
    [InlineData("Sqlite", "rotate-transform")]
    [InlineData("Sqlite", "rotate-master")]
    [InlineData("PostgreSql", "rotate-transform")]
    [InlineData("PostgreSql", "rotate-master")]
    public async Task Nobody_is_refused_or_lost_and_each_is_found_once(string engine, string verb)
    {
        await using var database = await RotatedDatabase.MakeAsync(engine);
        await database.FillAsync(400, 50);
        // those who are there from the beginning: another node's newcomers reach a search index by the change feed
        var faces = database.Faces.ToList();
        var nodes = new List<StoreNode>();
        for (var i = 0; i < (engine == "Sqlite" ? 1 : 2); i++) nodes.Add(await StoreNode.StartAsync(database.With(database.OldKey)));
        using var ended = new CancellationTokenSource();
        var work = nodes.Select(node => Task.Run(() => WorkAsync(node))).ToList();

        string[] to = verb == "rotate-master" ? ["--to-file", database.NewKey] : [];
        var (code, _, error) = await CommandProcess.RunAsync(["keys", verb, .. to, .. database.With(database.OldKey)]);
        await ended.CancelAsync();
        var done = await Task.WhenAll(work);

        Assert.True(code == 0, error);
        Assert.All(done, count => Assert.InRange(count, 20, int.MaxValue));
        // a server that writes nothing looks every two seconds
        if (verb == "rotate-master") foreach (var node in nodes) await node.UntilHealthAsync("before its next start set");
        else foreach (var node in nodes) Assert.StartsWith("Healthy", await node.HealthAsync(), StringComparison.Ordinal);
        foreach (var node in nodes) await node.DisposeAsync();
        await using var next = await StoreNode.StartAsync(database.With(verb == "rotate-master" ? database.NewKey : database.OldKey));
        await database.CheckAllAsync(next);

        async Task<int> WorkAsync(StoreNode node)
        {
            for (var count = 0; ; count++)
            {
                if (ended.IsCancellationRequested) return count;
                await RotatedDatabase.CheckAsync(node, faces[Random.Shared.Next(faces.Count)]);
                if (count % 10 == 0) await database.EnrolAsync(node);
                await Task.Delay(5);
            }
        }
    }

    [Fact]
    public async Task A_server_that_the_key_is_not_handed_to_says_in_health_what_to_do()
    {
        await using var database = await RotatedDatabase.MakeAsync("Sqlite");
        await database.FillAsync(20, 5);
        await using var node = await StoreNode.StartAsync(database.With(database.OldKey));

        var (code, _, error) = await CommandProcess.RunAsync(
            ["keys", "rotate-master", "--no-handover", "--to-file", database.NewKey, .. database.With(database.OldKey)]);

        Assert.True(code == 0, error);
        var fault = await Assert.ThrowsAsync<StoreException>(() => database.EnrolAsync(node));
        Assert.Contains("Restart it with the new one", fault.Message, StringComparison.Ordinal);
        Assert.StartsWith("Unhealthy: The master key", await node.HealthAsync(), StringComparison.Ordinal);
        await using var next = await StoreNode.StartAsync(database.With(database.NewKey));
        await database.CheckAllAsync(next);
    }
}
