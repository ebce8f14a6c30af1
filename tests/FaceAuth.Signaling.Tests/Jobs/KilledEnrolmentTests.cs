using System.Data.Common;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Tests.Keys;
using FaceAuth.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FaceAuth.Signaling.Tests.Jobs;

/// <summary>A process that is killed (SIGKILL) in the transaction that stores a face.</summary>
public sealed class KilledEnrolmentTests : IDisposable
{
    const int Busy = 5;

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-killed-").FullName;

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Nothing_of_the_enrolment_is_left_and_the_next_one_is_whole(string engine)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        File.Copy(SharedFiles.Data("verify/us_gov/biden/biden2.jpg"), Path.Combine(_folder, "anna.jpg"));
        string owner;
        await using (var node = await StoreNode.StartAsync(database.Arguments))
            owner = Caller.OwnerOfRelyingParty((await node.Parties.IssueKeyAsync("shop", default)).Party.Id);
        await using var connection = Connect(engine, database);
        await HoldUpAsync(connection);

        var killed = await CommandProcess.KillAsync(
            () => IsHeldUpAsync(connection), ["import", "--owner", "shop", "--folder", _folder, .. database.Arguments]);
        await LetGoAsync(connection);

        Assert.True(killed);
        await using var after = await StoreNode.StartAsync(database.Arguments);
        var anna = await after.Subjects.FindAsync(owner, "anna", default);
        Assert.Equal((0, 0L), (anna!.TemplateCount, await RunAsync(connection, """SELECT count(*) FROM "Templates" """)));
        var face = new float[16];
        face[0] = 1;
        await after.Templates.AddAsync(anna.Id, [new("test", face, 0.5f)], default);
        using var set = await after.Templates.LoadAsync(anna.Id, "test", default);
        Assert.Equal(1f, set!.BestSimilarity(face), 1e-5f);
        Assert.True(await after.IsAuditWholeAsync());
        Assert.StartsWith("Healthy", await after.HealthAsync(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static DbConnection Connect(string engine, OwnDatabase database) => engine == "Sqlite"
        ? new SqliteConnection($"Data Source={Path.Combine(database.Folder, "faceauth.db")};Pooling=False")
        : new NpgsqlConnection(database.Settings.Single(one => one.Name == "Store:ConnectionString").Value + ";Pooling=false");

    /// <summary>Has every insertion of a template go on for ever, in its transaction.</summary>
    static async Task HoldUpAsync(DbConnection connection)
    {
        await connection.OpenAsync();
        await RunAsync(connection, connection is SqliteConnection
            ? """
              CREATE VIEW Endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS Last FROM n;
              CREATE TRIGGER hold_up AFTER INSERT ON Templates BEGIN SELECT Last FROM Endless; END;
              """
            : """
              CREATE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN NULL; END $$;
              CREATE TRIGGER hold_up AFTER INSERT ON "Templates" FOR EACH ROW EXECUTE FUNCTION hold_up();
              """);
    }

    /// <summary>Whether a transaction is in it: on SQLite no other writes for a second, on PostgreSQL the server says so.</summary>
    static async Task<bool> IsHeldUpAsync(DbConnection connection)
    {
        if (connection is not SqliteConnection)
            return await RunAsync(
                connection, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'") is > 0L;
        if (await RunAsync(connection, "SELECT count(*) FROM Subjects") is not > 0L) return false;   // which comes before it
        try
        {
            await RunAsync(connection, "BEGIN IMMEDIATE; ROLLBACK;", seconds: 1);
            return false;
        }
        catch (SqliteException held) when (held.SqliteErrorCode == Busy)
        {
            return true;
        }
    }

    /// <summary>As the server does once it looks for who is gone, and without what held it up.</summary>
    static Task<object?> LetGoAsync(DbConnection connection) => RunAsync(connection, connection is SqliteConnection
        ? "DROP TRIGGER hold_up; DROP VIEW Endless;"
        : """
          SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
              WHERE datname = current_database() AND wait_event = 'PgSleep';
          DROP TRIGGER hold_up ON "Templates";
          """);

    static async Task<object?> RunAsync(DbConnection connection, string sql, int seconds = 30)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own statements
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = seconds;
        return await command.ExecuteScalarAsync();
    }
}
