using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Copying;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Copying;

/// <summary>A deployment moves from its SQLite file to a real PostgreSQL database.</summary>
public sealed class StoreCopyTests : IAsyncLifetime
{
    const string Owner = "rp:1";

    readonly Random _random = new(19);
    readonly List<(Guid Id, float[] Face)> _people = [];
    PostgresDatabase _database = null!;
    SqliteStore _old = null!;

    [Fact]
    public async Task All_of_it_works_there_as_it_did_here()
    {
        var group = await _old.Get<IGroupStore>().GetOrCreateAsync(Owner, "staff", Cancellation);
        await _old.Get<IGroupStore>().AddAsync(group.Id, [_people[0].Id], Cancellation);
        var (party, key) = await _old.Parties.IssueKeyAsync("bank", Cancellation);
        var session = await SessionAsync();
        await using (var scope = _old.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>()
                .CreateAsync(new() { UserName = "ada" }, "correct horse battery 1A");
        await _old.Audit.AppendAsync(new(_old.Clock.GetUtcNow(), "before", "system"), Cancellation);

        await CopyAsync();

        await using var copy = await OpenAsync();
        await AssertPeopleAsync(copy);
        Assert.Equal(
            _people[0].Id,
            Assert.Single(await copy.Templates.NearestAsync(Owner, Model, _people[0].Face, 5, Cancellation, group.Id)).SubjectId);
        Assert.Equal(party, (await copy.Parties.AuthenticateAsync(key, Cancellation))!.Party);
        Assert.Equal(SessionState.Created, (await copy.Sessions.FindAsync(session, Cancellation))!.State);
        await using (var scope = copy.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
            Assert.Equal("ada", (await users.FindByNameAsync("Ada"))!.UserName);
            Assert.True(await users.CheckPasswordAsync((await users.FindByNameAsync("ada"))!, "correct horse battery 1A"));
        }

        Assert.Equal(_people[0].Id, (await copy.Subjects.FindAsync(Owner, "subject 0", Cancellation))!.Id);
        Assert.Equal("subject 0", (await copy.Subjects.FindAsync(_people[0].Id, Cancellation))!.ExternalId);
        await copy.Audit.AppendAsync(new(copy.Clock.GetUtcNow(), "after", "system"), Cancellation);
        Assert.Equal(["after", "before"], (await copy.Audit.RecentAsync("system", 2, Cancellation)).Select(entry => entry.Action));
    }

    [Fact]
    public async Task A_store_that_servers_work_on_is_not_copied_nor_served_while_it_is()
    {
        var engine = _old.Get<IStoreEngine>();
        using (engine.Serve())
        using (engine.Serve())
        {
            var fault = await Assert.ThrowsAsync<StoreException>(() => CopyAsync());
            Assert.Contains("Stop it first", fault.Message, StringComparison.Ordinal);
        }

        StoreException? refused = null;
        await CopyAsync(_ => refused ??= Assert.Throws<StoreException>(engine.Serve));

        Assert.Contains("is being copied", refused!.Message, StringComparison.Ordinal);
        engine.Serve()!.Dispose();
    }

    [Fact]
    public async Task A_copy_that_was_broken_off_opens_nowhere_and_goes_on_where_it_stopped()
    {
        using var breaking = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(
            progress => { if (progress is { Table: "Templates", IsVerified: false }) breaking.Cancel(); }, breaking.Token));

        var fault = await Assert.ThrowsAsync<StoreException>(OpenAsync);
        Assert.Contains("Finish the copy with faceauth db copy", fault.Message, StringComparison.Ordinal);
        var first = new Dictionary<string, long>();
        await CopyAsync(progress => first.TryAdd(progress.Table, progress.Done));

        Assert.Equal(1000, first["Templates"]);   // 500 were there
        await using var copy = await OpenAsync();
        Assert.Equal(_people.Count, await copy.QueryAsync(context => context.Templates.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task A_row_that_changed_on_the_way_is_told_and_the_copy_does_not_open()
    {
        using var breaking = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(
            progress => { if (progress.Table == "Templates") breaking.Cancel(); }, breaking.Token));
        await _database.RunAsync("""UPDATE "Templates" SET "Quality" = 0.1 WHERE "Id" = (SELECT "Id" FROM "Templates" LIMIT 1)""");

        var fault = await Assert.ThrowsAsync<StoreException>(() => CopyAsync());

        Assert.Contains("of table Templates differs", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreException>(OpenAsync);
    }

    [Fact]
    public async Task Rotated_keys_and_transforms_come_along()
    {
        var newKey = Path.Combine(_old.Folder, "new.key");
        await _old.Audit.AppendAsync(
            new(_old.Clock.GetUtcNow(), "before", "system") { Origin = new("192.0.2.7") }, Cancellation);
        await _old.Get<IKeyRotation>().RotateTransformAsync(_ => { }, Cancellation);
        Assert.True(await _old.Get<MasterRotation>().RunAsync(new(newKey, null), (_, _) => { }, Cancellation, TimeSpan.Zero));

        await CopyAsync();

        await Assert.ThrowsAsync<StoreException>(OpenAsync);
        await using var copy = await PostgresStore.OpenAsync(_database.ConnectionString, ("MasterKeyFile", newKey));
        await AssertPeopleAsync(copy);
        Assert.All(await copy.Get<IAuditChain>().VerifyAsync(Cancellation), chain => Assert.Null(chain.Fault));
        var entries = await copy.Audit.RecentAsync("system", 100, Cancellation, withOrigins: true);
        Assert.Equal("192.0.2.7", Assert.Single(entries, entry => entry.Action == "before").Origin!.Address);
    }

    [Fact]
    public async Task A_rotation_that_was_broken_off_goes_on_in_the_copy()
    {
        await Assert.ThrowsAsync<TimeoutException>(
            () => _old.Get<IKeyRotation>().RotateTransformAsync(_ => throw new TimeoutException(), Cancellation));

        await CopyAsync();

        await using var copy = await OpenAsync();
        await AssertPeopleAsync(copy);
        Assert.Equal(2, await copy.Get<IKeyRotation>().RotateTransformAsync(_ => { }, Cancellation));
        Assert.False(await copy.QueryAsync(context => context.Templates.AnyAsync(t => t.Generation == 1, Cancellation)));
        await AssertPeopleAsync(copy);
    }

    [Fact]
    public async Task Once_more_it_only_verifies()
    {
        await CopyAsync();
        var told = new List<CopyProgress>();

        await CopyAsync(told.Add);

        Assert.All(told, progress => Assert.True(progress.IsVerified));
        Assert.Contains(told, progress => progress is { Table: "Templates", All: > 1000 });
    }

    [Fact]
    public async Task Who_was_erased_from_a_finished_copy_does_not_come_back()
    {
        await CopyAsync();
        var erased = _people.MaxBy(person => person.Id.ToString()).Id;   // the last row: those after it would be taken for missing
        await using (var copy = await OpenAsync()) await copy.Subjects.EraseAsync(erased, Cancellation);

        var fault = await Assert.ThrowsAsync<StoreException>(() => CopyAsync());

        Assert.Contains("finished copy", fault.Message, StringComparison.Ordinal);
        await using var again = await OpenAsync();
        Assert.Null(await again.Subjects.FindAsync(erased, Cancellation));
        Assert.Equal(_people.Count - 40, await again.QueryAsync(context => context.Templates.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task Rows_lost_in_the_middle_of_a_broken_off_copy_are_told_as_a_difference()
    {
        using var breaking = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(
            progress => { if (progress is { Table: "Templates", IsVerified: false }) breaking.Cancel(); }, breaking.Token));
        await _database.RunAsync("""DELETE FROM "Templates" WHERE "Id" = (SELECT "Id" FROM "Templates" ORDER BY "Id" LIMIT 1)""");

        var fault = await Assert.ThrowsAsync<StoreException>(() => CopyAsync());

        Assert.Contains("of table Templates differs", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_holds_another_store_is_left_alone()
    {
        await using (var other = await PostgresStore.OpenAsync(_database.ConnectionString))
            await other.Subjects.GetOrCreateAsync(Owner, "x", Cancellation);

        var fault = await Assert.ThrowsAsync<StoreException>(() => CopyAsync());

        Assert.Contains("holds another store", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await _database.RunAsync("""SELECT count(*) FROM "Subjects" """));
    }

    [Fact]
    public async Task A_folder_without_a_store_is_told()
    {
        await using var empty = SqliteStore.Build();
        await using var to = PostgresStore.Build(_database);

        var fault = await Assert.ThrowsAsync<StoreException>(
            () => StoreCopy.RunAsync(empty.Services, to.Services, _ => { }, Cancellation));

        Assert.Contains("There is no store", fault.Message, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        _old = await SqliteStore.OpenAsync(null, ("MasterKey", _database.MasterKey), ("TemplatesPerSubject", "64"));
        for (var i = 0; i < 30; i++)
        {
            var id = (await _old.Subjects.GetOrCreateAsync(Owner, $"subject {i}", Cancellation)).Id;
            var faces = Enumerable.Range(0, 40).Select(_ => Random(_random)).ToList();
            await _old.Templates.AddAsync(id, [.. faces.Select(face => Template(face))], Cancellation);
            _people.AddRange(faces.Select(face => (id, face)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _old.DisposeAsync();
        await _database.DisposeAsync();
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    async Task AssertPeopleAsync(PostgresStore copy)
    {
        foreach (var (id, face) in _people.Where((_, i) => i % 40 == 0))
            Assert.Equal(id, (await copy.Templates.NearestAsync(Owner, Model, face, 1, Cancellation))[0].SubjectId);
    }

    Task<PostgresStore> OpenAsync() => PostgresStore.OpenAsync(_database);

    async Task CopyAsync(Action<CopyProgress>? progress = null, CancellationToken? cancellation = null)
    {
        await using var to = PostgresStore.Build(_database);
        await StoreCopy.RunAsync(_old.Services, to.Services, progress ?? (_ => { }), cancellation ?? Cancellation);
    }

    async Task<Guid> SessionAsync()
    {
        var now = _old.Clock.GetUtcNow();
        var session = new SessionRecord(
            Guid.NewGuid(), Owner, SessionPurpose.Identify, null, "nonce-nonce", "passive", SessionState.Created, now, now.AddMinutes(1));
        await _old.Sessions.CreateAsync(session, Cancellation);
        return session.Id;
    }
}
