using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Postgres;

public sealed class StartTests : IAsyncLifetime
{
    readonly Random _random = new(3);
    PostgresDatabase? _database;

    [Fact]
    public async Task Migrates_an_empty_database_to_the_model_of_this_version()
    {
        await using var store = await PostgresStore.OpenAsync(_database!);

        await store.QueryAsync(async context =>
        {
            Assert.NotEmpty(context.Database.GetMigrations());
            Assert.Equal(context.Database.GetMigrations(), await context.Database.GetAppliedMigrationsAsync(Cancellation));
            Assert.False(context.Database.HasPendingModelChanges());
            return 0;
        });
        Assert.Equal("m", await StorageAsync("Protected"));
        Assert.Equal("e", await StorageAsync("Sealed"));
    }

    [Fact]
    public async Task Nodes_that_start_at_once_on_an_empty_database_agree_on_one_key()
    {
        var folder = StoreUnderTest.NewFolder();
        try
        {
            // each with its own gate, lock and pool, as a process of its own has
            var nodes = Enumerable.Range(0, 4).Select(_ => new PostgresStore(folder, _database!.ConnectionString)).ToArray();
            await Task.WhenAll(nodes.Select(node => Task.Run(() => node.Initializer.InitializeAsync(Cancellation), Cancellation)));

            var vector = Random(_random);
            var subject = await nodes[0].Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation);
            await nodes[0].Templates.AddAsync(subject.Id, [Template(vector)], Cancellation);
            using var set = await nodes[3].Templates.LoadAsync(subject.Id, Model, Cancellation);
            Assert.Equal(1f, set!.BestSimilarity(vector), 1e-5f);
            Assert.Single(nodes.SelectMany(node => node.Log.Lines), line => line.Contains("Back it up", StringComparison.Ordinal));
            foreach (var node in nodes) await node.DisposeAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Waits_for_another_that_is_starting_and_says_so_when_it_takes_too_long()
    {
        await using var store = PostgresStore.Build(_database!, ("BusyTimeoutSeconds", "1"));
        await using var later = PostgresStore.Build(_database!);
        Task opening;
        await using (await later.Get<Relational.IStoreEngine>().LockAsync(Cancellation))
        {
            var fault = await Assert.ThrowsAsync<StoreException>(() => store.Initializer.InitializeAsync(Cancellation));
            Assert.Contains("Another process has been starting", fault.Message, StringComparison.Ordinal);
            opening = later.Initializer.InitializeAsync(Cancellation);
        }

        await opening;
    }

    [Fact]
    public async Task Another_node_needs_the_master_key_of_the_first()
    {
        await using (await PostgresStore.OpenAsync(_database!.ConnectionString))
        {
        }

        var none = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync(_database.ConnectionString));
        var other = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync(_database));

        Assert.Contains("Store:MasterKey", none.Message, StringComparison.Ordinal);
        Assert.Contains("not the one", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_generation_compares_as_before()
    {
        var faces = new List<(Guid Subject, float[] Face)>();
        await using (var old = await PostgresStore.OpenAsync(_database!))
            for (var i = 0; i < 300; i++)
            {
                var face = Random(_random);
                faces.Add(((await old.Subjects.GetOrCreateAsync("rp:1", $"person {i}", Cancellation)).Id, face));
                await old.Templates.AddAsync(faces[i].Subject, [Template(face)], Cancellation);
            }

        await using var store = await PostgresStore.OpenAsync(_database!, ("TransformGeneration", "2"));

        Assert.Equal(300, await store.QueryAsync(c => c.Templates.CountAsync(t => t.Generation == 2, Cancellation)));
        foreach (var (subject, face) in faces)
        {
            using var set = await store.Templates.LoadAsync(subject, Model, Cancellation);
            Assert.Equal(1f, set!.BestSimilarity(face), 1e-5f);
        }

        Assert.Equal(faces[7].Subject, (await store.Templates.NearestAsync("rp:1", Model, faces[7].Face, 1, Cancellation))[0].SubjectId);
    }

    [Fact]
    public async Task Names_are_told_apart_and_groups_ordered_by_their_bytes_in_any_language()
    {
        await using var database = await PostgresDatabase.CreateAsync(how: "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'");
        await using var store = await PostgresStore.OpenAsync(database);
        foreach (var name in (string[])["b", "B", "a", "ä", "A", "Z"])
        {
            await store.Subjects.GetOrCreateAsync("rp:1", name, Cancellation);
            await store.Get<IGroupStore>().GetOrCreateAsync("rp:1", name, Cancellation);
        }

        Assert.Equal(6, (await store.Subjects.ListAsync("rp:1", null, 10, Cancellation)).Count);
        var listed = await store.Get<IGroupStore>().ListAsync("rp:1", null, 10, Cancellation);
        Assert.Equal(["A", "B", "Z", "a", "b", "ä"], listed.Select(group => group.Name));
    }

    public async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
    }

    async Task<string> StorageAsync(string column) => (await _database!.RunAsync(
        $"SELECT attstorage::text FROM pg_attribute WHERE attrelid = '\"Templates\"'::regclass AND attname = '{column}'"))!.ToString()!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
