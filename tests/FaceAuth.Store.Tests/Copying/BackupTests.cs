using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Copying;
using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Copying;

/// <summary>A store on SQLite is backed up beside servers, and goes on from the file on another machine: in another folder.</summary>
public sealed class BackupTests : IDisposable
{
    const string Owner = "rp:1";

    readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    readonly string _folder = Directory.CreateDirectory(SqliteStore.NewFolder()).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_stored_before_it_works_elsewhere_with_the_master_key()
    {
        var whole = new WholeStore();
        await using var store = await SqliteStore.OpenAsync(null, Key);
        await whole.FillAsync(store);

        var file = await BackUpAsync(store);

        Assert.Equal([file], Directory.GetFiles(_folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        await using var restored = SqliteStore.Build(Restore(file), Key);
        restored.Clock.SetUtcNow(store.Clock.GetUtcNow());
        await restored.Initializer.InitializeAsync(Cancellation);
        await whole.AssertHoldsAsync(restored);
        // in which readers hold no writer up, on the new machine too
        Assert.Equal("wal", await restored.QueryAsync(context =>
            context.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task Writers_are_not_held_up_and_what_they_store_meanwhile_is_left_out()
    {
        await using var store = await SqliteStore.OpenAsync(null, Key);
        await using var other = await SqliteStore.OpenAsync(store.Folder, Key, ("BusyTimeoutSeconds", "1"));
        await FillAsync(store);
        var written = new List<int>();

        var file = await BackUpAsync(store, (done, _) =>
        {
            written.Add(done);
            other.Subjects.GetOrCreateAsync(Owner, $"meanwhile {written.Count}", Cancellation).AsTask().GetAwaiter().GetResult();
        });

        // in several steps, of which none began anew
        Assert.InRange(written.Count, 3, int.MaxValue);
        Assert.Equal(written.Distinct().Order(), written);
        Assert.NotNull(await store.Subjects.FindAsync(Owner, "meanwhile 1", Cancellation));
        await using var restored = await SqliteStore.OpenAsync(Restore(file), Key);
        Assert.Null(await restored.Subjects.FindAsync(Owner, "meanwhile 1", Cancellation));
    }

    [Fact]
    public async Task Without_the_master_key_or_with_another_a_restored_store_is_refused()
    {
        await using var store = await SqliteStore.OpenAsync(null, Key);
        var folder = Restore(await BackUpAsync(store));

        var none = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(folder));
        var another = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(
            folder, ("MasterKey", Convert.ToBase64String(new byte[32]))));

        Assert.Contains("belongs to a master key that is missing: put it back", none.Message, StringComparison.Ordinal);
        Assert.Contains("The master key is not the one that the database", another.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "master.key")));
    }

    [Theory]
    [InlineData("file", "is there already. Name another file")]
    [InlineData("file.part", "a backup is being written, or one was broken off")]
    public async Task What_is_there_is_not_overwritten(string there, string said)
    {
        await using var store = await SqliteStore.OpenAsync(null, Key);
        await File.WriteAllTextAsync(Path.Combine(_folder, there), "kept", Cancellation);

        var fault = await Assert.ThrowsAsync<StoreException>(() => BackUpAsync(store, "file"));

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder)), Cancellation));
    }

    [Fact]
    public async Task A_disk_that_has_no_room_for_it_is_named_before_anything_is_copied()
    {
        await using var disk = await SmallDisk.MountAsync(1);
        await using var store = await SqliteStore.OpenAsync(null, Key);
        var (file, steps) = (Path.Combine(disk.DataFolder, "file"), 0);

        var fault = await Assert.ThrowsAsync<StoreException>(
            () => StoreBackup.RunAsync(store.Services, file, (_, _) => steps++, Cancellation));

        Assert.StartsWith($"The disk of {file}.part has ", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, steps);
        Assert.Empty(Directory.GetFiles(disk.DataFolder));
    }

    [Fact]
    public async Task One_that_is_full_meanwhile_is_named_and_not_that_of_the_database()
    {
        await using var disk = await SmallDisk.MountAsync(64);
        await using var store = await SqliteStore.OpenAsync(null, Key);
        await FillAsync(store);
        var file = Path.Combine(disk.DataFolder, "file");

        var fault = await Assert.ThrowsAsync<StoreFullException>(
            () => StoreBackup.RunAsync(store.Services, file, (_, _) => disk.Fill(), Cancellation));

        Assert.StartsWith($"The disk that holds {file}.part is full", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_broken_off_leaves_nothing()
    {
        await using var store = await SqliteStore.OpenAsync(null, Key);
        await FillAsync(store);
        using var breaking = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StoreBackup.RunAsync(
            store.Services, Path.Combine(_folder, "file"), (_, _) => breaking.Cancel(), breaking.Token));

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_backed_up_too()
    {
        await using var store = await SqliteStore.OpenAsync(null, Key);
        await store.QueryAsync(context => context.Database.ExecuteSqlRawAsync(
            "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Future', '99.0.0')", Cancellation));

        Assert.InRange(new FileInfo(await BackUpAsync(store)).Length, 4096, long.MaxValue);
    }

    (string, string) Key => ("MasterKey", _key);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    Task<string> BackUpAsync(StoreUnderTest store, Action<int, int>? progress = null) => BackUpAsync(store, "backup.db", progress);

    async Task<string> BackUpAsync(StoreUnderTest store, string name, Action<int, int>? progress = null)
    {
        var file = Path.Combine(_folder, name);
        var bytes = await StoreBackup.RunAsync(store.Services, file, progress ?? ((_, _) => { }), Cancellation);
        Assert.Equal(new FileInfo(file).Length, bytes);
        return file;
    }

    /// <summary>As the document says: the file under the database's name, in an empty folder.</summary>
    string Restore(string file)
    {
        var folder = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Copy(file, Path.Combine(folder, "faceauth.db"));
        return folder;
    }

    /// <summary>More than three steps of pages, of the table that takes the least to make.</summary>
    static Task<int> FillAsync(StoreUnderTest store) => store.QueryAsync(context => context.Database.ExecuteSqlRawAsync(
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)
        INSERT INTO AlteredRows (Kind, RowId, Number, FoundAt) SELECT 2, '00000000-0000-0000-0000-000000000000', i, 0 FROM n
        """,
        Cancellation));
}
