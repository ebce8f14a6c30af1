using System.Runtime.InteropServices;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Sqlite;

/// <summary>What the user reads when disk, folder or file are not as they should be.</summary>
public sealed partial class StoreFaultTests : IDisposable
{
    // "nobody", who owns nothing
    const int Nobody = 65534;

    // SQLite's own default
    const int PageBytes = 4096;

    readonly string _folder = SqliteStore.NewFolder();

    /// <summary>SQLITE_BUSY, SQLITE_FULL, SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_IOERR_WRITE, _FSYNC and _TRUNCATE.</summary>
    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(13, 13, true)]
    [InlineData(19, 787, true)]
    [InlineData(10, 778, true)]
    [InlineData(10, 1034, false)]
    [InlineData(10, 1546, false)]
    public void A_commit_is_in_doubt_where_what_was_written_may_lie_in_the_log(int code, int extended, bool isRefusal) =>
        Assert.Equal(isRefusal, SqliteFaults.IsRefusal(new SqliteException("no", code, extended)));

    [Fact]
    public async Task A_folder_that_cannot_be_made()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "file"), "", Cancellation);

        var fault = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(Path.Combine(_folder, "file", "data")));

        Assert.Contains("cannot be made", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Set Store:Directory", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_may_not_be_written()
    {
        Directory.CreateDirectory(_folder);
        File.SetUnixFileMode(_folder, (UnixFileMode)0b101_101_101);

        var fault = AsNobody(() => SqliteStore.OpenAsync(_folder));

        Assert.IsType<StoreException>(fault);
        Assert.Contains("cannot be written", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_folder, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_may_not_be_written()
    {
        await using (await SqliteStore.OpenAsync(_folder))
        {
        }

        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(Path.Combine(_folder, "faceauth.db"), (UnixFileMode)0b100_100_100);

        var fault = AsNobody(() => SqliteStore.OpenAsync(_folder));

        Assert.IsType<StoreException>(fault);
        Assert.Contains("cannot be written", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "faceauth.db"), new string('x', 8192), Cancellation);

        var fault = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(_folder));

        Assert.Contains("is not a FaceAuth database", fault.Message, StringComparison.Ordinal);
        Assert.Equal(8192, new FileInfo(Path.Combine(_folder, "faceauth.db")).Length);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_database()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "faceauth.db"));

        var fault = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(_folder));

        Assert.Contains("cannot be written", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database()
    {
        await using (var store = await SqliteStore.OpenAsync(_folder))
            await store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation);
        using (var file = File.OpenWrite(Path.Combine(_folder, "faceauth.db")))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xa5, (int)file.Length - 4096).ToArray());
        }

        var fault = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(_folder));

        Assert.Contains("is damaged. Restore it", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_page_is_told_and_nobody_is_compared_with_it()
    {
        var face = Random(new Random(5));
        Guid anna;
        List<long> pages;
        await using (var store = await SqliteStore.OpenAsync(_folder))
        {
            anna = (await store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;
            await store.Templates.AddAsync(anna, [Template(face)], Cancellation);
            pages = await store.QueryAsync(context => context.Database.SqlQuery<long>(
                $"SELECT rootpage AS Value FROM sqlite_master WHERE tbl_name IN ('Subjects', 'Templates')").ToListAsync(Cancellation));
        }

        var file = Path.Combine(_folder, "faceauth.db");
        var whole = await File.ReadAllBytesAsync(file, Cancellation);
        var faults = new List<Exception>();
        foreach (var page in pages)
        {
            var flipped = whole.ToArray();
            foreach (ref var octet in flipped.AsSpan((int)(page - 1) * PageBytes, PageBytes)) octet ^= 0xff;
            foreach (var left in (string[])[file + "-wal", file + "-shm"]) File.Delete(left);
            await File.WriteAllBytesAsync(file, flipped, Cancellation);
            if (await Record.ExceptionAsync(LoadAsync) is { } fault) faults.Add(fault);
        }

        // what is asked for neither needs nor reads every index
        Assert.InRange(faults.Count, 3, pages.Count);
        Assert.All(faults, fault => Assert.Contains("is damaged. Restore it", Assert.IsType<StoreException>(fault).Message,
            StringComparison.Ordinal));

        async Task LoadAsync()
        {
            await using var store = await SqliteStore.OpenAsync(_folder);
            using var set = await store.Templates.LoadAsync(anna, Model, Cancellation);
            Assert.True(set is null || set.BestSimilarity(face) > 0.999f);
        }
    }

    [Fact]
    public async Task A_full_disk_stores_nothing_and_the_store_goes_on_once_there_is_room()
    {
        await using var store = await SqliteStore.OpenAsync(_folder);
        var random = new Random(1);
        var subject = (await store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;
        var templates = Enumerable.Range(0, 10).Select(_ => Template(Random(random, 512))).ToArray();

        await LimitPagesAsync(store, 1);
        var fault = await Assert.ThrowsAsync<StoreFullException>(
            () => store.Templates.AddAsync(subject, templates, Cancellation).AsTask());
        var left = await store.Templates.LoadAsync(subject, Model, Cancellation);
        await LimitPagesAsync(store, 1_000_000);
        await store.Templates.AddAsync(subject, templates, Cancellation);

        Assert.Contains("is full", fault.Message, StringComparison.Ordinal);
        Assert.Null(left);
        using var set = await store.Templates.LoadAsync(subject, Model, Cancellation);
        Assert.Equal(10, set!.Count);
    }

    [Fact]
    public async Task Another_process_that_never_finishes_writing()
    {
        await using var store = await SqliteStore.OpenAsync(_folder, ("BusyTimeoutSeconds", "1"));
        await using var other = new SqliteConnection($"Data Source={store.DatabasePath};Pooling=False");
        await other.OpenAsync(Cancellation);
        await using var transaction = await other.BeginTransactionAsync(Cancellation);

        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation).AsTask());

        Assert.Contains("in use by another process", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erasure_counts_even_when_a_reader_holds_the_log()
    {
        await using var store = await SqliteStore.OpenAsync(_folder, ("BusyTimeoutSeconds", "1"));
        var subject = (await store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;
        await using var reader = new SqliteConnection($"Data Source={store.DatabasePath};Pooling=False");
        await reader.OpenAsync(Cancellation);
        await using var transaction = reader.BeginTransaction(deferred: true);
        await using var read = reader.CreateCommand();
        (read.CommandText, read.Transaction) = ("SELECT count(*) FROM Subjects", transaction);
        await read.ExecuteScalarAsync(Cancellation);

        Assert.NotNull(await store.Subjects.EraseAsync(subject, Cancellation));

        Assert.Null(await store.Subjects.FindAsync(subject, Cancellation));
        Assert.Contains(store.Log.Lines, line => line.Contains("readers were busy", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        if (!Directory.Exists(_folder)) return;
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_000_000);
        Directory.Delete(_folder, recursive: true);
    }

    // SQLite's own bound on the file acts as a full disk does; the pragma raises what is too low to the present size
    static async Task LimitPagesAsync(SqliteStore store, int pages)
    {
        var factory = store.Get<IDbContextFactory<FaceAuthDbContext>>();
        var contexts = new List<FaceAuthDbContext>();
        for (var i = 0; i < 8; i++)
        {
            contexts.Add(await factory.CreateDbContextAsync(Cancellation));
            await contexts[i].Database.OpenConnectionAsync(Cancellation);
#pragma warning disable EF1002 // a number
            await contexts[i].Database.ExecuteSqlRawAsync($"PRAGMA max_page_count={pages}", Cancellation);
#pragma warning restore EF1002
        }

        foreach (var context in contexts) await context.DisposeAsync();
    }

    /// <summary>What <paramref name="work"/> throws when the file system sees it as a user without rights.</summary>
    /// <remarks>Root may write anywhere, so a thread of its own takes another file-system identity and ends with it.</remarks>
    static Exception? AsNobody(Func<Task> work)
    {
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            _ = SetFileSystemUser(Nobody);
            fault = Record.Exception(() => work().GetAwaiter().GetResult());
            _ = SetFileSystemUser(0);
        });
        thread.Start();
        thread.Join();
        return fault;
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(int user);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
