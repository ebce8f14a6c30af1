using FaceAuth.Store.Contracts;
using FaceAuth.Store.Postgres;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Search;
using FaceAuth.Store.Templates;
using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Pgvector;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Postgres;

public sealed class HnswTests : IAsyncLifetime
{
    const string Owner = "rp:1";

    readonly Random _random = new(5);
    PostgresDatabase? _database;
    PostgresStore? _store;

    [Fact]
    public async Task The_planner_takes_the_index_whether_all_of_an_owners_or_a_group_are_searched()
    {
        await EnrolAsync(Owner, 20);
        var index = new HnswIndex(new(Model, 128, Store.Get<TemplateKeys>().Current));
        await Store.QueryAsync(context => context.Database.ExecuteSqlRawAsync("ANALYZE", Cancellation));

        foreach (var key in (IndexKey[])[new(Owner, Model), new(Owner, Model, Guid.NewGuid())])
        {
            var plan = await PlanAsync(key, index);

            Assert.Contains($"Index Scan using \"{index.Name}\"", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_answer_holds_no_other_owners_subject_however_near()
    {
        var face = Random(_random);
        for (var i = 0; i < 300; i++) await EnrolAsync("rp:other", $"o{i}", Near(face, 0.99f, _random));
        var anna = await EnrolAsync(Owner, "anna", Near(face, 0.5f, _random));

        var found = await Store.Templates.NearestAsync(Owner, Model, face, 5, Cancellation);

        Assert.Equal(anna, Assert.Single(found).SubjectId);
        Assert.Equal(5, (await Store.Templates.NearestAsync("rp:other", Model, face, 5, Cancellation)).Count);
    }

    [Fact]
    public async Task Rows_that_were_altered_never_compare_and_hide_nobody_behind_them()
    {
        var (face, anna) = (Random(_random), Guid.Empty);
        for (var i = 0; i < 40; i++) await EnrolAsync(Owner, $"s{i}", Random(_random));
        anna = await EnrolAsync(Owner, "anna", Near(face, 0.6f, _random));
        var stored = new float[128];
        var keys = Store.Get<TemplateKeys>();
        keys.Transform(keys.Current, 128).Apply(face, stored);
        // what an attacker who can write would put there: the probe's own vector, into every other row
        await Store.QueryAsync(context => context.Database.ExecuteSqlAsync(
            $"""UPDATE "Templates" SET "Protected" = {new Vector(stored)} WHERE "SubjectId" <> {anna}""", Cancellation));

        var found = await Store.Templates.NearestAsync(Owner, Model, face, 1, Cancellation);

        Assert.Equal(anna, Assert.Single(found).SubjectId);
        Assert.Equal(0.6f, found[0].Similarity, 1e-4f);
    }

    [Fact]
    public async Task A_row_of_another_length_than_it_says_keeps_no_index_from_being_made()
    {
        var anna = await EnrolAsync(Owner, "anna", Random(_random));
        var bob = await EnrolAsync(Owner, "bob", Random(_random));
        await Store.QueryAsync(context => context.Database.ExecuteSqlAsync(
            $"""UPDATE "Templates" SET "Protected" = {new Vector(new float[3])} WHERE "SubjectId" = {anna}""", Cancellation));
        await Indexes.DropAsync(Model, Cancellation);

        Assert.True(await Indexes.BuildAsync(Model, 64, (_, _) => { }, Cancellation));

        Assert.Equal(bob, Assert.Single(await Store.Templates.NearestAsync(Owner, Model, Random(_random), 5, Cancellation)).SubjectId);
    }

    [Fact]
    public async Task A_renewed_transform_has_an_index_of_its_own_and_the_old_one_goes()
    {
        var face = Random(_random);
        var anna = await EnrolAsync(Owner, "anna", face);
        var before = Assert.Single(await Indexes.ListAsync(Cancellation));
        await Store.Get<IKeyRotation>().RotateTransformAsync(_ => { }, Cancellation);

        Assert.Equal(anna, Assert.Single(await Store.Templates.NearestAsync(Owner, Model, face, 1, Cancellation)).SubjectId);
        await Store.Services.GetServices<IHostedService>().OfType<NearestKeeper>().Single().RenewAsync(Cancellation);

        var after = Assert.Single(await Indexes.ListAsync(Cancellation));
        Assert.NotEqual(before.Name, after.Name);
        Assert.True(after is { IsPresent: true, IsWhole: true, Model: Model });
        Assert.Equal(1f, Assert.Single(await Store.Templates.NearestAsync(Owner, Model, face, 1, Cancellation)).Similarity, 1e-4f);
        Assert.Contains(after.Name, await PlanAsync(new(Owner, Model), new(new(Model, 128, Store.Get<TemplateKeys>().Current))),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_rows_move_to_another_transform_each_is_found_under_its_own()
    {
        var face = Random(_random);
        var anna = await EnrolAsync(Owner, "anna", face);
        var bob = await EnrolAsync(Owner, "bob", Near(face, 0.5f, _random));
        await using var other = await PostgresStore.OpenAsync(_database!, ("SearchEngine", "PgVector"), ("SearchExactMost", "0"));
        var ring = other.Get<KeyRing>();
        var change = other.Get<ProtectionChange>();
        await change.GoOnAsync((_, _, state) => Task.FromResult<ProtectionState?>(state with { Generation = 2 }), null, Cancellation);
        Assert.True(ring.State.IsRenewing);

        // anna's come under the new one; the first node has not been told
        await other.Templates.AddAsync(anna, [Template(Near(face, 0.9f, _random))], Cancellation);
        var found = await Store.Templates.NearestAsync(Owner, Model, face, 5, Cancellation);

        Assert.Equal([anna, bob], found.Select(match => match.SubjectId));
        Assert.Equal(1f, found[0].Similarity, 1e-4f);
        Assert.Equal([2, 1], await Store.QueryAsync(context => context.Templates.Where(t => t.Subject!.Owner == Owner)
            .Select(t => t.Generation).Distinct().OrderDescending().ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task Without_being_asked_for_it_serves_what_exceeds_the_memory_once_there_is_an_index()
    {
        await using var store = await PostgresStore.OpenAsync(
            _database!, ("SearchMemoryMiB", "1"), ("TemplatesPerSubject", "64"), ("SearchExactMost", "100"));
        var face = Random(_random, 2048);
        for (var i = 0; i < 10; i++)
        {
            var subject = (await store.Subjects.GetOrCreateAsync(Owner, $"s{i}", Cancellation)).Id;
            await store.Templates.AddAsync(
                subject, [.. Enumerable.Range(0, 60).Select(_ => Template(Near(face, 0.5f, _random), model: "long"))], Cancellation);
        }

        await store.Templates.NearestAsync(Owner, "long", face, 1, Cancellation);
        Assert.Contains(store.Log.Lines, line => line.Contains("is searched on disk", StringComparison.Ordinal));
        var before = store.Log.Lines.Count;
        await store.Get<INearestIndexes>().BuildAsync("long", 64, (_, _) => { }, Cancellation);

        Assert.Single(await store.Templates.NearestAsync(Owner, "long", face, 1, Cancellation));
        Assert.DoesNotContain(store.Log.Lines.Skip(before), line => line.Contains("disk", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_missing_for_an_index_is_said_in_a_sentence()
    {
        await Indexes.DropAsync(Model, Cancellation);
        var unknown = await Assert.ThrowsAsync<StoreException>(() => BuildAsync(Store, "no-such-model"));
        await _database!.RunAsync("UPDATE pg_extension SET extversion = '0.6.2' WHERE extname = 'vector'");
        var old = await Assert.ThrowsAsync<StoreException>(() => BuildAsync(Store, Model));
        await _database.RunAsync("UPDATE pg_extension SET extversion = '0.8.0' WHERE extname = 'vector'");
        var role = _database.Name + "_role";
        await _database.RunAsync($"CREATE ROLE {role} LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}");
        try
        {
            await using var limited = await PostgresStore.OpenAsync(
                $"{_database.ConnectionString};Username={role}", ("MasterKey", _database.MasterKey));
            var right = await Assert.ThrowsAsync<StoreException>(() => BuildAsync(limited, Model));

            Assert.Contains("There are no templates of the model \"no-such-model\"", unknown.Message, StringComparison.Ordinal);
            Assert.Contains("ALTER EXTENSION vector UPDATE", old.Message, StringComparison.Ordinal);
            Assert.Contains($"The user {role} may not do this", right.Message, StringComparison.Ordinal);
        }
        finally
        {
            await _database.RunAsync($"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task An_extension_that_cannot_go_on_where_it_stopped_is_asked_exactly_instead()
    {
        var face = Random(_random);
        for (var i = 0; i < 250; i++) await EnrolAsync("rp:other", $"o{i}", Near(face, 0.9f, _random));
        var anna = await EnrolAsync(Owner, "anna", Near(face, 0.5f, _random));
        await _database!.RunAsync("UPDATE pg_extension SET extversion = '0.7.4' WHERE extname = 'vector'");
        Store.Get<Galleries>().Forget();

        Assert.Equal(anna, Assert.Single(await Store.Templates.NearestAsync(Owner, Model, face, 1, Cancellation)).SubjectId);
    }

    [Fact]
    public void SQLite_has_no_such_engine()
    {
        var faults = new StoreOptionsValidator().Validate(null, new() { SearchEngine = SearchEngine.PgVector }).Failures;

        Assert.Contains("which SQLite does not have", Assert.Single(faults!), StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        _store = await HnswStore.OpenAsync(_database);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    PostgresStore Store => _store!;

    INearestIndexes Indexes => Store.Get<INearestIndexes>();

    static Task<bool> BuildAsync(PostgresStore store, string model) =>
        store.Get<INearestIndexes>().BuildAsync(model, 64, (_, _) => { }, Cancellation).AsTask();

    async Task EnrolAsync(string owner, int count)
    {
        for (var i = 0; i < count; i++) await EnrolAsync(owner, $"s{i}", Random(_random));
    }

    async Task<Guid> EnrolAsync(string owner, string name, float[] face)
    {
        var subject = (await Store.Subjects.GetOrCreateAsync(owner, name, Cancellation)).Id;
        await Store.Templates.AddAsync(subject, [Template(face)], Cancellation);
        return subject;
    }

    async Task<string> PlanAsync(IndexKey key, HnswIndex index)
    {
        var builder = new NpgsqlDataSourceBuilder(_database!.ConnectionString);
        builder.UseVector();
        await using var source = builder.Build();
        await using var connection = await source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
#pragma warning disable CA2100 // the store's own words
        foreach (var setting in HnswRows.Settings(16, new(0, 8)))
            await new NpgsqlCommand(setting, connection).ExecuteNonQueryAsync(Cancellation);
        await using var command = new NpgsqlCommand("EXPLAIN " + HnswRows.NearText(key, index), connection);
#pragma warning restore CA2100
        command.Parameters.Add(new() { Value = new Vector(Random(_random)) });
        command.Parameters.Add(new() { Value = key.Owner });
        command.Parameters.Add(new() { Value = 16 });
        if (key.Group is { } group) command.Parameters.Add(new() { Value = group });
        var lines = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(Cancellation);
        while (await rows.ReadAsync(Cancellation)) lines.Add(rows.GetString(0));
        return string.Join('\n', lines);
    }
}
