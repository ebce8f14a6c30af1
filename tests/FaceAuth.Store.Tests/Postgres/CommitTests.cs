using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Testing;
using Npgsql;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Postgres;

/// <summary>The server's answer to a COMMIT is lost, late, or no: told as in doubt where it is, and never done twice.</summary>
public sealed class CommitTests
{
    readonly Random _random = new(11);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_whose_answer_is_lost_or_too_late_is_told_and_not_done_again(bool isSilent)
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var way = new CutAtCommit(settings.Host!, settings.Port, isSilent);
        (settings.Port, settings.CommandTimeout, settings.CancellationTimeout) = (way.Port, 1, -1);
        await using var store = await PostgresStore.OpenAsync(settings.ConnectionString);
        var subject = (await store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;

        way.Arm();
        var enrolling = await Assert.ThrowsAsync<CommitInDoubtException>(
            () => store.Templates.AddAsync(subject, [Template(Random(_random))], Cancellation).AsTask());
        way.Arm();
        var telling = await Assert.ThrowsAsync<CommitInDoubtException>(
            () => store.Audit.AppendAsync(new(store.Clock.GetUtcNow(), "a", "system"), Cancellation).AsTask());

        Assert.Equal(2, way.Lost);
        Assert.All([enrolling, telling], fault => Assert.Contains("Look whether it was", fault.Message, StringComparison.Ordinal));
        Assert.Equal(1L, await database.RunAsync("""SELECT count(*) FROM "Templates" """));
        Assert.Single(await store.Audit.RecentAsync(null, 10, Cancellation));
    }

    [Fact]
    public async Task A_rotation_in_doubt_keeps_its_new_key_and_goes_on_when_it_is_run_again()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var way = new CutAtCommit(settings.Host!, settings.Port);
        settings.Port = way.Port;
        await using var store = await PostgresStore.OpenAsync(settings.ConnectionString, ("MasterKey", database.MasterKey));
        var target = new MasterKeyTarget(Path.Combine(store.Folder, "new.key"), null);

        way.Arm();
        var fault = await Assert.ThrowsAsync<StoreException>(() => RotateAsync(store, target));
        await using var next = await PostgresStore.OpenAsync(database);
        var isNew = await RotateAsync(next, target);

        Assert.Contains("new.key is kept, for the rotation may have begun: run this again", fault.Message, StringComparison.Ordinal);
        Assert.True(isNew);
    }

    [Fact]
    public async Task A_connection_that_the_server_ends_in_the_commit_leaves_it_in_doubt()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var store = await PostgresStore.OpenAsync(database);
        await AtCommitAsync(database, "PERFORM pg_terminate_backend(pg_backend_pid());");

        var fault = await Assert.ThrowsAsync<CommitInDoubtException>(() => AppendAsync(store));

        Assert.Contains("Look whether it was", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await database.RunAsync("SELECT last_value FROM tries"));
    }

    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    public async Task A_commit_that_another_was_in_the_way_of_is_done_again(string code)
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var store = await PostgresStore.OpenAsync(database);
        await AtCommitAsync(database, $"RAISE EXCEPTION 'no' USING ERRCODE = '{code}';");

        await AppendAsync(store);

        Assert.Single(await store.Audit.RecentAsync(null, 10, Cancellation));
        Assert.Equal(2L, await database.RunAsync("SELECT last_value FROM tries"));
    }

    [Theory]
    [InlineData("23503")]
    [InlineData("53100")]
    [InlineData("57014")]
    public async Task A_commit_that_the_server_refuses_is_no_doubt_and_not_done_again(string code)
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var store = await PostgresStore.OpenAsync(database);
        await AtCommitAsync(database, $"RAISE EXCEPTION 'no' USING ERRCODE = '{code}';");

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => AppendAsync(store));

        Assert.DoesNotContain("Look whether", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal(code == "53100", fault is StoreFullException);
        Assert.Equal(1L, await database.RunAsync("SELECT last_value FROM tries"));
        Assert.Empty(await store.Audit.RecentAsync(null, 10, Cancellation));
    }

    static Task<bool> RotateAsync(PostgresStore store, MasterKeyTarget target) =>
        store.Get<MasterRotation>().RunAsync(target, (_, _) => { }, Cancellation, TimeSpan.Zero);

    static Task AppendAsync(PostgresStore store) =>
        store.Audit.AppendAsync(new(store.Clock.GetUtcNow(), "a", "system"), Cancellation).AsTask();

    /// <summary>Has the server do something in the first commit of a row of the audit, and nothing in those after.</summary>
    /// <remarks>A sequence counts on through a rollback.</remarks>
    static async Task AtCommitAsync(PostgresDatabase database, string statement) => await database.RunAsync(
        $"""
        CREATE SEQUENCE tries;
        CREATE FUNCTION once() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN IF nextval('tries') = 1 THEN {statement} END IF; RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON "Audit" DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION once();
        """);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
