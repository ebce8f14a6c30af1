using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Sqlite;
using FaceAuth.Store.Tests.Integrity;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class StoreInitializerTests : IDisposable
{
    readonly string _folder = SqliteStore.NewFolder();

    [Fact]
    public async Task Makes_the_folder_the_database_and_a_key_that_only_their_owner_may_read()
    {
        await using var store = await SqliteStore.OpenAsync(Path.Combine(_folder, "a", "b"));
        await store.Audit.AppendAsync(new(store.Clock.GetUtcNow(), "a", "system"), Cancellation);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(store.Folder));
        var files = Directory.GetFiles(store.Folder);
        Assert.Superset(
            new HashSet<string> { "faceauth.db", "faceauth.db-wal", "master.key" }, files.Select(f => Path.GetFileName(f)!).ToHashSet());
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Contains(store.Log.Lines, line =>
            line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("master.key. Back it up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Migrates_an_empty_database_to_the_model_of_this_version()
    {
        await using var store = await SqliteStore.OpenAsync(_folder);

        await store.QueryAsync(async context =>
        {
            Assert.Equal(context.Database.GetMigrations(), await context.Database.GetAppliedMigrationsAsync(Cancellation));
            Assert.False(context.Database.HasPendingModelChanges());
            return 0;
        });
    }

    [Fact]
    public async Task Sets_what_keeps_data_safe_on_every_connection()
    {
        await using var store = await SqliteStore.OpenAsync(_folder);

        Assert.Equal("wal", await PragmaAsync<string>(store, "journal_mode"));
        Assert.Equal(2, await PragmaAsync<int>(store, "synchronous"));
        Assert.Equal(1, await PragmaAsync<int>(store, "foreign_keys"));
        Assert.Equal(1, await PragmaAsync<int>(store, "secure_delete"));
        Assert.Equal(10_000, await PragmaAsync<int>(store, "busy_timeout"));
        Assert.Equal(2, await PragmaAsync<int>(store, "temp_store"));
    }

    [Fact]
    public async Task Finds_everything_again_after_a_restart()
    {
        var vector = Random(new Random(1));
        Guid subject;
        string key;
        await using (var first = await SqliteStore.OpenAsync(_folder))
        {
            subject = (await first.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;
            await first.Templates.AddAsync(subject, [Template(vector)], Cancellation);
            key = (await first.Parties.IssueKeyAsync("bank", Cancellation)).ApiKey;
        }

        await using var second = await SqliteStore.OpenAsync(_folder);

        using var set = await second.Templates.LoadAsync(subject, Model, Cancellation);
        Assert.Equal(1f, set!.BestSimilarity(vector), 1e-5f);
        Assert.Equal(subject, (await second.Templates.NearestAsync("rp:1", Model, vector, 1, Cancellation))[0].SubjectId);
        Assert.NotNull(await second.Parties.AuthenticateAsync(key, Cancellation));
    }

    [Fact]
    public async Task Verdicts_that_an_earlier_version_stored_apart_are_found_by_erasure()
    {
        Guid anna, found, gone, nobody, orphan;
        await using (var first = await SqliteStore.OpenAsync(_folder))
        {
            anna = (await first.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;
            found = await OldSessionAsync(first, SessionPurpose.Identify, null, "accepted", """{"sub":"anna"}""");
            gone = await OldSessionAsync(first, SessionPurpose.Identify, null, "accepted", """{"sub":"erased since"}""");
            nobody = await OldSessionAsync(first, SessionPurpose.Identify, null, "rejected", "{}");
            orphan = await OldSessionAsync(first, SessionPurpose.Enroll, Guid.NewGuid(), "rejected", """{"sub":"never enrolled"}""");
            await OldDatabase.MakeAsync(first);
        }

        await using var second = await SqliteStore.OpenAsync(_folder);
        var opened = await Task.WhenAll(new[] { found, gone, nobody, orphan }.Select(
            async id => (await second.Sessions.FindAsync(id, Cancellation))!));
        await second.Subjects.EraseAsync(anna, Cancellation);

        Assert.Equal([true, false, true, false], opened.Select(session => session.Verdict is not null));
        Assert.Equal((anna, "accepted"), (opened[0].SubjectId!.Value, opened[0].Outcome));
        Assert.Null((await second.Sessions.FindAsync(found, Cancellation))!.Verdict);
    }

    static async Task<Guid> OldSessionAsync(SqliteStore store, SessionPurpose purpose, Guid? subject, string outcome, string claims)
    {
        var now = store.Clock.GetUtcNow();
        var id = Guid.NewGuid();
        var session = new SessionRecord(
            id, "rp:1", purpose, subject, "nonce-nonce", "passive", SessionState.Created, now, now.AddMinutes(2));
        await store.Sessions.CreateAsync(session, Cancellation);
        var verdict = $"e30.{System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(claims))}.c2ln";
        await store.Sessions.TryEndAsync(id, new(SessionState.Decided, outcome, [], verdict, null, now), Cancellation);
        return id;
    }

    [Fact]
    public async Task Two_processes_that_start_at_once_on_an_empty_folder_agree_on_one_key()
    {
        await using var first = SqliteStore.Build(_folder);
        await using var second = SqliteStore.Build(_folder);

        await Task.WhenAll(
            Task.Run(() => first.Initializer.InitializeAsync(Cancellation), Cancellation),
            Task.Run(() => second.Initializer.InitializeAsync(Cancellation), Cancellation));

        var vector = Random(new Random(1));
        var subject = await first.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation);
        await first.Templates.AddAsync(subject.Id, [Template(vector)], Cancellation);
        using var set = await second.Templates.LoadAsync(subject.Id, Model, Cancellation);
        Assert.Equal(1f, set!.BestSimilarity(vector), 1e-5f);
    }

    [Fact]
    public async Task Leaves_running_sessions_alone_when_a_command_opens_the_store_beside_the_server()
    {
        var session = new SessionRecord(
            Guid.NewGuid(), "rp:1", SessionPurpose.Identify, null, "nonce-01", "blink", SessionState.Created,
            new(2026, 3, 1, 11, 0, 0, TimeSpan.Zero), new(2026, 3, 1, 13, 0, 0, TimeSpan.Zero));
        await using var server = await SqliteStore.OpenAsync(_folder);
        await server.Sessions.CreateAsync(session, Cancellation);
        Assert.True(await server.Sessions.TryClaimAsync(session.Id, session.CreatedAt, Cancellation));

        await using var command = await SqliteStore.OpenAsync(_folder);

        Assert.Equal(SessionState.Claimed, (await command.Sessions.FindAsync(session.Id, Cancellation))!.State);
    }

    [Fact]
    public async Task Refuses_another_master_key_and_changes_nothing()
    {
        var right = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using (await SqliteStore.OpenAsync(_folder, ("MasterKey", right)))
        {
        }

        var wrong = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var fault = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(_folder, ("MasterKey", wrong)));

        Assert.Contains("not the one", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, fault.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "master.key")));
        await using var again = await SqliteStore.OpenAsync(_folder, ("MasterKey", right));
    }

    [Fact]
    public async Task Makes_no_new_key_for_a_database_whose_key_is_missing()
    {
        await using (await SqliteStore.OpenAsync(_folder))
        {
        }

        File.Move(Path.Combine(_folder, "master.key"), Path.Combine(_folder, "elsewhere.key"));
        var fault = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(_folder));
        Assert.Contains("missing", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "master.key")));

        await using var found = await SqliteStore.OpenAsync(_folder, ("MasterKeyFile", Path.Combine(_folder, "elsewhere.key")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Takes_a_key_file_of_32_raw_bytes_or_of_base64(bool raw)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var file = Path.Combine(Directory.CreateDirectory(_folder).FullName, "given.key");
        if (raw) await File.WriteAllBytesAsync(file, key, Cancellation);
        else await File.WriteAllTextAsync(file, Convert.ToBase64String(key) + "\r\n", Cancellation);
        await using (await SqliteStore.OpenAsync(_folder, ("MasterKeyFile", file)))
        {
        }

        await using var same = await SqliteStore.OpenAsync(_folder, ("MasterKey", Convert.ToBase64String(key)));
        Assert.False(File.Exists(Path.Combine(_folder, "master.key")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("AAAA")]
    public async Task Refuses_a_key_file_that_holds_something_else(string content)
    {
        var file = Path.Combine(Directory.CreateDirectory(_folder).FullName, "given.key");
        await File.WriteAllTextAsync(file, content, Cancellation);

        var fault = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(_folder, ("MasterKeyFile", file)));

        Assert.Contains("openssl rand -base64 32", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_key_file_that_is_not_there()
    {
        var fault = await Assert.ThrowsAsync<StoreException>(
            () => SqliteStore.OpenAsync(_folder, ("MasterKeyFile", Path.Combine(_folder, "none"))));

        Assert.Contains("does not exist", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_of_a_key_file_that_others_may_read()
    {
        var file = Path.Combine(Directory.CreateDirectory(_folder).FullName, "given.key");
        await File.WriteAllBytesAsync(file, RandomNumberGenerator.GetBytes(32), Cancellation);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        await using var store = await SqliteStore.OpenAsync(_folder, ("MasterKeyFile", file));

        Assert.Contains(store.Log.Lines, line => line.Contains("chmod 600", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refuses_a_database_of_a_newer_version()
    {
        await using (var store = await SqliteStore.OpenAsync(_folder))
            await store.QueryAsync(c => c.Database.ExecuteSqlRawAsync(
                "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Future', '99.0.0')", Cancellation));

        var fault = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(_folder));

        Assert.Contains("newer version (migration 29990101000000_Future)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_where_a_process_died_while_migrating()
    {
        await using var store = SqliteStore.Build(_folder);
        store.Get<DatabaseFile>().Prepare();
        await store.QueryAsync(c => c.Database.ExecuteSqlRawAsync(
            """
            CREATE TABLE __EFMigrationsLock (Id INTEGER NOT NULL CONSTRAINT PK___EFMigrationsLock PRIMARY KEY, Timestamp TEXT NOT NULL);
            INSERT INTO __EFMigrationsLock VALUES (1, '2026-01-01 00:00:00+00:00');
            """, Cancellation));

        await store.Initializer.InitializeAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        Assert.Empty(await store.Audit.RecentAsync(null, 1, Cancellation));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    static Task<T> PragmaAsync<T>(SqliteStore store, string name) => store.QueryAsync(async context =>
    {
        await context.Database.OpenConnectionAsync(Cancellation);
        await using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // the tests' own names
        command.CommandText = $"PRAGMA {name}";
#pragma warning restore CA2100
        return (T)Convert.ChangeType((await command.ExecuteScalarAsync(Cancellation))!, typeof(T), null);
    });

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
