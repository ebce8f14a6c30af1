using FaceAuth.Store.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Keys;

/// <summary>Rotations as processes of their own that are killed (SIGKILL) at random points, and run again.</summary>
public sealed class KilledRotationTests
{
    const int People = 500, Others = 300;

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_transform_rotation_that_is_killed_again_and_again_loses_nobody(string engine)
    {
        await using var database = await RotatedDatabase.MakeAsync(engine);
        await database.FillAsync(People, 10);
        string[] rotate = ["keys", "rotate-transform", .. database.With(database.OldKey)];

        var killed = 0;
        foreach (var at in Points(4, People))
        {
            if (await CommandProcess.KillAsync(async () => await RenewedAsync() >= at, rotate)) killed++;
            Assert.InRange(await RenewedAsync(), at, People - 1);
        }

        Assert.Equal(0, (await CommandProcess.RunAsync(rotate)).Code);
        Assert.Equal(People, await RenewedAsync());
        await using var node = await StoreNode.StartAsync(database.With(database.OldKey));
        await database.CheckAllAsync(node);
        Assert.True(killed > 0);
        Assert.StartsWith("Healthy", await node.HealthAsync(), StringComparison.Ordinal);

        Task<long> RenewedAsync() => database.CountAsync("\"Generation\" = 2", "Templates");
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_server_does_with_both_generations_and_finishes_what_was_killed(string engine)
    {
        await using var database = await RotatedDatabase.MakeAsync(engine);
        await database.FillAsync(People, 10);
        await CommandProcess.KillAsync(
            async () => await OldAsync() < People * 2 / 3, ["keys", "rotate-transform", .. database.With(database.OldKey)]);

        Assert.InRange(await OldAsync(), 1, People);   // before there is a server, which at once begins to finish it

        await using var node = await StoreNode.StartAsync(database.With(database.OldKey));
        await database.CheckAllAsync(node);

        for (var tries = 0; tries < 600 && await OldAsync() > 0; tries++) await Task.Delay(100);
        Assert.Equal(0, await OldAsync());
        await database.CheckAllAsync(node);

        Task<long> OldAsync() => database.CountAsync("\"Generation\" = 1", "Templates");
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_master_rotation_that_is_killed_again_and_again_loses_nothing(string engine)
    {
        const string IsNew = "length(\"Authenticator\") = 36";
        await using var database = await RotatedDatabase.MakeAsync(engine);
        await database.FillAsync(People, Others);
        string[] rotate = ["keys", "rotate-master", "--to-file", database.NewKey, .. database.With(database.OldKey)];
        var all = People + Others + Others;

        var killed = 0;
        // the last of them while it waits for the servers, when nothing is left to move
        foreach (var at in Points(4, all).Append(all))
        {
            if (await CommandProcess.KillAsync(async () =>
                await database.CountAsync(IsNew, "Templates", "Sessions", "Audit") >= at, rotate)) killed++;

            // a server that starts meanwhile has the old key, and does with both
            await using var meanwhile = await StoreNode.StartAsync(database.With(database.OldKey));
            await RotatedDatabase.CheckAsync(meanwhile, database.Faces[0]);
            await RotatedDatabase.CheckAsync(meanwhile, database.Faces[^1]);
            await database.EnrolAsync(meanwhile);
            var early = await Assert.ThrowsAsync<StoreException>(() => StoreNode.StartAsync(database.With(database.NewKey)));
            Assert.Contains("is not finished", early.Message, StringComparison.Ordinal);
        }

        var (code, _, error) = await CommandProcess.RunAsync(rotate);
        Assert.True(code == 0, error);
        await using (var node = await StoreNode.StartAsync(database.With(database.NewKey))) await database.CheckAllAsync(node);
        Assert.Equal(5, killed);
        Assert.Equal(0, await database.CountAsync("length(\"Authenticator\") = 32", "Templates", "Sessions", "Audit"));
        var retired = await Assert.ThrowsAsync<StoreException>(() => StoreNode.StartAsync(database.With(database.OldKey)));
        Assert.Contains("The master key is retired", retired.Message, StringComparison.Ordinal);
        // once more, as a script would that did not see its end
        Assert.Equal(0, (await CommandProcess.RunAsync(rotate)).Code);
    }

    /// <summary>Numbers of rows, rising, at which to kill.</summary>
    static IEnumerable<long> Points(int count, int all) =>
        Enumerable.Range(0, count).Select(_ => Random.Shared.NextInt64(1, all * 9 / 10)).Order();
}
