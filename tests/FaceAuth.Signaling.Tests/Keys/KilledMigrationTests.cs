using System.Data.Common;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Keys;

/// <summary>A start on a database of the first version, as a process of its own that is killed (SIGKILL) on its way.</summary>
public sealed class KilledMigrationTests
{
    const int People = 300, Others = 100;

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_migration_that_is_killed_again_and_again_is_finished_by_the_next_start(string engine)
    {
        await using var database = await RotatedDatabase.MakeAsync(engine);
        await database.FillAsync(People, Others);
        await using (var node = await StoreNode.StartAsync(database.With(database.OldKey))) await node.MakeEarliestAsync();
        string[] migrate = ["db", "migrate", .. database.With(database.OldKey)];

        var killed = 0;
        // in the schema's own steps, and then in what is done with the rows
        foreach (var (condition, table, least) in new[]
        {
            ("1 = 1", "__EFMigrationsHistory", 2L), ("1 = 1", "__EFMigrationsHistory", Random.Shared.NextInt64(3, 7)),
            ("length(\"Authenticator\") > 0", "Templates", Random.Shared.NextInt64(1, People)),
            ("length(\"Authenticator\") > 0", "Audit", 1), ("\"Node\" IS NOT NULL", "Audit", 1),
        })
        {
            if (await CommandProcess.KillAsync(() => HasAsync(database, condition, table, least), migrate)) killed++;
        }

        Assert.Equal(0, (await CommandProcess.RunAsync(migrate)).Code);
        await using var after = await StoreNode.StartAsync(database.With(database.OldKey));
        await database.CheckAllAsync(after);
        Assert.True(await after.IsAuditWholeAsync());
        Assert.StartsWith("Healthy", await after.HealthAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await database.CountAsync("length(\"Authenticator\") = 0", "Templates", "Sessions", "Audit"));
        Assert.InRange(killed, 2, 5);
    }

    /// <summary>False too where there is no such table or column yet.</summary>
    static async Task<bool> HasAsync(RotatedDatabase database, string condition, string table, long least)
    {
        try
        {
            return await database.CountAsync(condition, table) >= least;
        }
        catch (DbException)
        {
            return false;
        }
    }
}
